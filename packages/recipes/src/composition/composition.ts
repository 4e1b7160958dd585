import type { ConditionalPriorOf, EventShape, Spec } from '@helmholtz/core';
import type { NetworkInputOptions } from '@helmholtz/layers';

/** Inputs of a computation: variables by name, concatenated, and a network applied to them. */
export interface Source {
  readonly given: readonly string[];
  /** Name of a network. None by default. Sources that share a network must have the same inputs. */
  readonly network?: string | undefined;
}

/** Variable fed with data: observed if it has a likelihood, otherwise a condition. */
export interface ComposedInput {
  readonly name: string;
  readonly shape: EventShape;
  readonly likelihood?: Source | undefined;
  /** Input of networks for missing values; undefined if no values are missing. */
  readonly missing?: Spec['observed']['missing'];
  /** Whether steps are padded, or what networks are given there. */
  readonly padded?: Spec['observed']['padded'];
  /** Form of its values that networks read, `networkInput` of the spec. */
  readonly networkInput?: NetworkInputOptions['networkInput'];
}

/** Conditional prior, p(z | others). */
export interface ComposedPrior extends Source {
  /** Distribution computed from features. The conditional prior of the spec by default. */
  readonly part?: ConditionalPriorOf | undefined;
}

/** Expert of a posterior: a function of its sources, named in the layers of the graph. */
export interface ComposedExpert extends Source {
  readonly name: string;
}

/** Posterior computed from its sources, or from experts. `given` then lists the sources of all. */
export interface ComposedPosterior extends Source {
  readonly experts?: readonly ComposedExpert[] | undefined;
}

/** Latent variable of a composition. */
export interface ComposedLatent {
  readonly name: string;
  readonly size: number;
  readonly posterior: ComposedPosterior;
  /** Conditional prior, p(z | others). The prior of the spec by default. */
  readonly prior?: ComposedPrior | undefined;
}

/** Features: a function of other variables that several variables can share. */
export interface ComposedFeatures extends Source {
  readonly name: string;
  /** Size of a final linear layer. No such layer by default. */
  readonly size?: number | undefined;
}

/** Model as variables, with the inputs of each in the recognition and generative direction. */
export interface Composition {
  readonly name: string;
  readonly inputs: readonly ComposedInput[];
  readonly latents: readonly ComposedLatent[];
  readonly features?: readonly ComposedFeatures[] | undefined;
}
