import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from '../distributions/distribution.js';

/** A latent variable of one batch: q(z given x) and p(z), and the z that was drawn from q. */
export interface LatentTerm {
  readonly name: string;
  readonly posterior: Distribution;
  readonly prior: Distribution;
  /** The value, [batch, ...event]; absent where the graph has no latent layer to name it. */
  readonly value: Tensor | undefined;
}

/** An observed variable of one batch: p(x given z) at the z that was drawn, and x. */
export interface ObservedTerm {
  readonly name: string;
  readonly likelihood: Distribution;
  readonly value: Tensor;
}

/** What an objective is written over: the distributions of a graph at one batch and one draw of its noise. */
export interface ModelTerms {
  readonly latents: readonly LatentTerm[];
  readonly observed: readonly ObservedTerm[];
}
