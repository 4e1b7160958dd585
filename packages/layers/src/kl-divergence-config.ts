import { HelmholtzError } from '@helmholtz/base';
import type { PriorConfig } from '@helmholtz/distributions';
import { type Tensor, reshape } from '@tensorflow/tfjs-core';

import type { LayerConfig, Named } from './layer.js';

/** Configuration of a KL divergence layer. */
export interface KLDivergenceConfig extends LayerConfig {
  readonly variable: Named;
  /** The posterior's family. */
  readonly posterior: Named;
  /** The prior's family, with its constants unless it is conditional. */
  readonly prior: PriorConfig;
  readonly conditional: boolean;
  /** Whether all examples share the latent. False by default. */
  readonly global?: boolean;
  /** Whether the posterior computes its density only at its draw. False by default. */
  readonly atDraw?: boolean;
  /** With `atDraw`: whether the family's parameters follow the log-density. False by default. */
  readonly parameterized?: boolean;
  /** Whether the posterior has no density, only draws. False by default. */
  readonly implicit?: boolean;
  /** Estimate of the log ratio of an implicit posterior and the prior. Not saved. */
  readonly ratio?: RatioEstimator | undefined;
}

/**
 * Estimate of log q(z | x) - log p(z) of each example, [batch] or [batch, 1], such as the logits of
 * a discriminator between draws of posterior and prior.
 *
 * @param inputs inputs of the layer without the prior's parameters: z, then all that the estimate
 *   depends on besides, such as x.
 */
export type RatioEstimator = (...inputs: readonly Tensor[]) => Tensor;

/**
 * Returns the estimated log ratio of each example, [batch].
 *
 * @throws HelmholtzError (`graph`) without an estimator.
 */
export function ratioOfExamples(
  layer: string,
  ratio: RatioEstimator | undefined,
  inputs: readonly Tensor[],
): Tensor {
  if (ratio) return reshape(ratio(...inputs), [-1]);
  throw new HelmholtzError('graph', `The KL divergence "${layer}" has no ratio estimator.`, {
    hint: 'Its posterior is implicit, so that `fit` needs one: klDivergenceLayer({ ratio: (z, x) => logits }). `train` needs an objective that owns one.',
  });
}
