import type { EventShape, ScaleForm, SymbolicDistribution } from '@helmholtz/core';
import { normalParameters } from '@helmholtz/layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** What something is computed from: variables by their names, joined where there are several, and a network over them. */
export interface Source {
  readonly given: readonly string[];
  /** The name of a network; without one, what is given as it is. Two sources of one network are given the same. */
  readonly network?: string | undefined;
}

/** A variable that data feed: with a likelihood where it is observed, without where it is only conditioned on. */
export interface ComposedInput {
  readonly name: string;
  readonly shape: EventShape;
  readonly likelihood?: Source | undefined;
}

export interface ConditionalPrior extends Source {
  /** The distribution that features of what it is given decide. Its layers are named after `name`. */
  readonly of: (features: SymbolicTensor, latent: { name: string; size: number }) => SymbolicDistribution;
}

/** A normal prior of such a scale. */
export function normalPrior(scale: ScaleForm): ConditionalPrior['of'] {
  return (features, latent) => ({
    family: 'normal',
    parameters: normalParameters(features, { ...latent, scale }),
  });
}

export interface ComposedLatent {
  readonly name: string;
  readonly size: number;
  readonly posterior: Source;
  /** p(z given others); without it, the prior of the spec. */
  readonly prior?: ConditionalPrior | undefined;
}

/** A function of other variables, for several to be computed from. */
export interface ComposedFeatures extends Source {
  readonly name: string;
  /** Its size, where a linear layer ends it. */
  readonly size?: number | undefined;
}

/** A model as its variables and what each is computed from, in either direction. */
export interface Composition {
  readonly name: string;
  readonly inputs: readonly ComposedInput[];
  readonly latents: readonly ComposedLatent[];
  readonly features?: readonly ComposedFeatures[] | undefined;
}
