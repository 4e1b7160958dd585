import type { layers } from '@tensorflow/tfjs-layers';

/**
 * Functions of `tf.layers` that can't be used in a chain of layers: classes, cells, and layers with
 * several inputs.
 */
export const unchainedFactories = [
  ...(['Layer', 'RNN', 'RNNCell', 'input', 'inputLayer'] as const),
  ...(['rnn', 'simpleRNNCell', 'gruCell', 'lstmCell', 'convLstm2dCell', 'stackedRNNCells'] as const),
  ...(['add', 'average', 'concatenate', 'dot', 'maximum', 'minimum', 'multiply'] as const),
] as const;

/** Layers that apply another layer, their `child`. */
export const wrappers = ['bidirectional', 'timeDistributed'] as const;

/** Layers that `bidirectional` can run in both directions. */
export const recurrentFactories = ['gru', 'lstm', 'simpleRNN'] as const;

/** Ways in which `bidirectional` combines the outputs of its two directions. */
export const mergeModes = ['concat', 'sum', 'mul', 'ave'] as const;

/** Name of a TensorFlow.js layer that a spec may use. */
export type FactoryName = Exclude<
  keyof typeof layers,
  (typeof unchainedFactories)[number] | (typeof wrappers)[number]
>;

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

type FactoryLayers = {
  [Name in FactoryName]: { layer: Name } & LayerOptions<ArgumentOf<(typeof layers)[Name]>>;
};

interface WrapperOptions {
  name?: string;
  trainable?: boolean;
}

/** Recurrent layer that reads its steps forwards, and a second one that reads them backwards. */
interface BidirectionalLayer extends WrapperOptions {
  layer: 'bidirectional';
  child: FactoryLayers[(typeof recurrentFactories)[number]];
  /** `concat` by default. */
  mergeMode?: (typeof mergeModes)[number];
}

/** Layer that is applied to each step. */
interface TimeDistributedLayer<Class> extends WrapperOptions {
  layer: 'timeDistributed';
  child: LayerInput<Class>;
}

type ClassLayer<Class> = Class extends { readonly className: infer Name extends string }
  ? string extends Name
    ? { layer: string; [option: string]: unknown }
    : Class extends new (config: infer Config) => unknown
      ? { layer: Name; name?: string } & Omit<Config, 'name'>
      : never
  : never;

/**
 * Layer of a network in a spec: a TensorFlow.js layer with the options of `tf.layers`, a wrapper of
 * another layer, or a registered class.
 */
export type LayerInput<Class> =
  FactoryLayers[FactoryName] | BidirectionalLayer | TimeDistributedLayer<Class> | ClassLayer<Class>;
