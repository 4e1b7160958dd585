import type { ConditionalPriorOf, EventShape } from '@helmholtz/core';

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

/** p(z given others). */
export interface ComposedPrior extends Source {
  /** The distribution that features of what it is given decide; the one that the spec names by default. */
  readonly of?: ConditionalPriorOf | undefined;
}

export interface ComposedLatent {
  readonly name: string;
  readonly size: number;
  readonly posterior: Source;
  /** p(z given others); without it, the prior of the spec. */
  readonly prior?: ComposedPrior | undefined;
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
