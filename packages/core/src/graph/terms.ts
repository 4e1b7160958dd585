import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from '@helmholtz/distributions';
import type { PathGradient } from './path-gradient.js';

/**
 * A latent variable of one batch: the z that was drawn, and q(z given x) and p(z) where it has them.
 *
 * Tensors are [batch, ...shape]. Where an objective asked for samples, those that differ from sample to sample are
 * [samples, batch, ...shape], and broadcast against the others.
 */
export interface LatentTerm {
  readonly name: string;
  /** The shape of one value. */
  readonly shape: readonly number[];
  /** Absent where the graph has no latent layer to name it. */
  readonly value: Tensor | undefined;
  /** Absent, with the prior, for a latent without distributions: the code of a plain autoencoder. */
  readonly posterior: Distribution | undefined;
  readonly prior: Distribution | undefined;
  /** Of a global latent: the number N of examples that share it, a scalar; each has 1/N of its divergence. */
  readonly examples?: Tensor | undefined;
  /** In pathwise terms, for a posterior that other latents decide. */
  readonly held?: HeldPosterior | undefined;
}

/**
 * A posterior and a value with the values of all latents held constant: the gradient of its log-density is the score, which
 * `logPosterior` takes off.
 */
export interface HeldPosterior {
  readonly posterior: Distribution;
  readonly value: Tensor;
}

/** A latent that has a posterior and a prior. */
export interface VariationalTerm extends LatentTerm {
  readonly posterior: Distribution;
  readonly prior: Distribution;
}

/** An observed variable of one batch: p(x given z) at the z that was drawn, and x. */
export interface ObservedTerm {
  readonly name: string;
  readonly shape: readonly number[];
  readonly likelihood: Distribution;
  /** [batch, ...shape], also where there are several samples of z. */
  readonly value: Tensor;
}

/** What an objective is written over: the distributions of a graph at one batch and one draw of its noise. */
export interface ModelTerms {
  readonly latents: readonly LatentTerm[];
  readonly observed: readonly ObservedTerm[];
  /** How many values of each latent were drawn for an example, where an objective asked for a number of them. */
  readonly samples?: number | undefined;
  /** In pathwise terms, the way on which gradients reach the posteriors' parameters. */
  readonly path?: PathGradient | undefined;
}

export function isVariational(latent: LatentTerm): latent is VariationalTerm {
  return latent.posterior !== undefined && latent.prior !== undefined;
}

/** How a model's terms are computed. */
export interface TermsOptions {
  readonly training?: boolean;
  /** How many draws of the latents for each example; without it one, and no axis for it. */
  readonly samples?: number | undefined;
  /**
   * Whether gradients reach the posteriors' parameters through the values of latents alone, and not through the
   * log-density of the posterior, whose gradient by its parameters is zero on average. The terms are the same.
   */
  readonly pathwise?: boolean | undefined;
}
