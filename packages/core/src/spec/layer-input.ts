import type { layers } from '@tensorflow/tfjs-layers';

/**
 * Functions of `tf.layers` that can't be used in a chain of layers: classes, wrappers of other
 * layers, and layers with several inputs.
 */
export const unchainedFactories = [
  ...(['Layer', 'RNN', 'RNNCell', 'input', 'inputLayer'] as const),
  ...(['rnn', 'simpleRNNCell', 'gruCell', 'lstmCell', 'convLstm2dCell', 'stackedRNNCells'] as const),
  ...(['bidirectional', 'timeDistributed'] as const),
  ...(['add', 'average', 'concatenate', 'dot', 'maximum', 'minimum', 'multiply'] as const),
] as const;

/** Name of a TensorFlow.js layer that a spec may use. */
export type FactoryName = Exclude<keyof typeof layers, (typeof unchainedFactories)[number]>;

/** Layer class that a spec may use. */
export interface LayerClass {
  readonly className: string;
  /** One line for `helmholtz list layers`. */
  readonly description?: string;
  // The type of a spec derives the options from the constructor's parameter.
  new (config: never): unknown;
}

/** Initializer, regularizer or constraint as plain data. */
interface Serialized {
  className: string;
  config?: Record<string, unknown>;
}

type ObjectOption = `${string}${'Initializer' | 'Regularizer' | 'Constraint'}`;

type LayerOptions<Args> = {
  [Key in keyof Args]: Key extends ObjectOption ? Args[Key] | Serialized : Args[Key];
};

type ArgumentOf<Factory> = Factory extends (args: infer Args) => unknown ? NonNullable<Args> : never;

type FactoryLayer = {
  [Name in FactoryName]: { layer: Name } & LayerOptions<ArgumentOf<(typeof layers)[Name]>>;
}[FactoryName];

type ClassLayer<Class> = Class extends { readonly className: infer Name extends string }
  ? string extends Name
    ? { layer: string; [option: string]: unknown }
    : Class extends new (config: infer Config) => unknown
      ? { layer: Name; name?: string } & Omit<Config, 'name'>
      : never
  : never;

/**
 * Layer of a network in a spec: a TensorFlow.js layer with the options of `tf.layers`, or a
 * registered class.
 */
export type LayerInput<Class> = FactoryLayer | ClassLayer<Class>;
