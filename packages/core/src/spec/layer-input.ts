import type { layers } from '@tensorflow/tfjs-layers';

/**
 * Functions of `tf.layers` that make no link of a chain: classes, layers that wrap other layers, and layers that join
 * several tensors.
 */
export const unchainedFactories = [
  ...(['Layer', 'RNN', 'RNNCell', 'input', 'inputLayer'] as const),
  ...(['rnn', 'simpleRNNCell', 'gruCell', 'lstmCell', 'convLstm2dCell', 'stackedRNNCells'] as const),
  ...(['bidirectional', 'timeDistributed'] as const),
  ...(['add', 'average', 'concatenate', 'dot', 'maximum', 'minimum', 'multiply'] as const),
] as const;

/** The name of a TensorFlow.js layer that a spec may name. */
export type FactoryName = Exclude<keyof typeof layers, (typeof unchainedFactories)[number]>;

/** A layer class that a spec may name. */
export interface LayerClass {
  readonly className: string;
  /** One line, as `helmholtz list layers` shows it. */
  readonly description?: string;
  // Classes are compared by their static side; what their constructor takes is read off it.
  new (config: never): unknown;
}

/** An initializer, regularizer or constraint as plain data. */
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

/** A layer of a network as a literal: of TensorFlow.js, with the options of `tf.layers`, or of a registered class. */
export type LayerInput<Class> = FactoryLayer | ClassLayer<Class>;
