import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from '@helmholtz/distributions';
import type { KlKind } from './kl-kind.js';
import type { PathGradient } from './path-gradient.js';

/**
 * Latent variable of one batch: the drawn z, and its distributions q(z given x) and p(z).
 *
 * Tensors are [batch, ...shape]. With several samples, tensors that differ between samples are
 * [samples, batch, ...shape] and broadcast against the others.
 */
export interface LatentTerm {
  readonly name: string;
  /** Shape of one value. */
  readonly shape: readonly number[];
  /** Undefined if no latent layer names it. */
  readonly value: Tensor | undefined;
  /**
   * Undefined, like the prior, for a latent without distributions, such as the code of a plain
   * autoencoder.
   */
  readonly posterior: Distribution | undefined;
  readonly prior: Distribution | undefined;
  /**
   * For a global latent, the number N of examples that share it, as a scalar. Each example has 1/N
   * of its divergence.
   */
  readonly examples?: Tensor | undefined;
  /** Kinds of KL divergence that the posterior declares; all by default. */
  readonly klKinds?: readonly KlKind[] | undefined;
  /** Names of the observed variables that experts of the posterior read; none by default. */
  readonly modalities?: readonly string[] | undefined;
  /** In pathwise terms, set for a posterior that depends on other latents. */
  readonly held?: HeldPosterior | undefined;
}

/**
 * Posterior and value computed with constant latents. The gradient of this log-density is the
 * score, which `logPosterior` subtracts.
 */
export interface HeldPosterior {
  readonly posterior: Distribution;
  readonly value: Tensor;
}

/** Latent with a posterior and a prior. */
export interface VariationalTerm extends LatentTerm {
  readonly posterior: Distribution;
  readonly prior: Distribution;
}

/** Observed variable of one batch: x, and p(x given z) at the drawn z. */
export interface ObservedTerm {
  readonly name: string;
  readonly shape: readonly number[];
  readonly likelihood: Distribution;
  /** Tensor [batch, ...shape], also with several samples of z. */
  readonly value: Tensor;
}

/**
 * Distributions of a graph at one batch and one draw of its noise. An objective is a function of
 * these.
 */
export interface ModelTerms {
  readonly latents: readonly LatentTerm[];
  readonly observed: readonly ObservedTerm[];
  /** Number of draws per example, if the objective requests several. */
  readonly samples?: number | undefined;
  /** Weight of each example, [batch], with a mean of 1 over the data; all equal by default. */
  readonly weights?: Tensor | undefined;
  /** In pathwise terms, the path of gradients to the posteriors' parameters. */
  readonly path?: PathGradient | undefined;
}

/** Name of the weights of examples among what an objective is fed beside the model's inputs. */
export const EXAMPLE_WEIGHT = 'exampleWeight';

/**
 * Returns whether a latent has a posterior and a prior.
 *
 * @example
 * ```ts
 * import { Normal, analyticKl, isVariational, type LatentTerm } from '@helmholtz/core';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const normal = new Normal(scalar(0), scalar(1));
 * const named = { name: 'z', shape: [], value: scalar(0) };
 * const code: LatentTerm = { ...named, posterior: undefined, prior: undefined };
 * const latents: LatentTerm[] = [code, { ...code, posterior: normal, prior: normal }];
 * console.log(latents.filter(isVariational).map((latent) => analyticKl(latent).arraySync()));
 * // [ 0 ]
 * ```
 */
export function isVariational(latent: LatentTerm): latent is VariationalTerm {
  return latent.posterior !== undefined && latent.prior !== undefined;
}

/** Options of the computation of terms. */
export interface TermsOptions {
  readonly training?: boolean;
  /**
   * Number of draws of the latents per example. Without it there is one draw, and no axis for it.
   */
  readonly samples?: number | undefined;
  /**
   * Whether gradients reach the posteriors' parameters only through the values of latents. The
   * score is left out: the gradient of log q by its own parameters, which is zero on average. The
   * values of the terms do not change.
   */
  readonly pathwise?: boolean | undefined;
  /**
   * Whether relaxed latents are replaced by the discrete latents that they approximate: exact
   * draws, passed on exactly, and discrete distributions. Other latents do not change.
   */
  readonly discrete?: boolean | undefined;
  /**
   * Whether discrete latents take each of their joint states, in place of a draw. The states are
   * the samples: the first axis of the terms. All share the noise of other latents, [batch, ...].
   */
  readonly enumerated?: boolean | undefined;
}
