import { itemAt } from '@helmholtz/base';
import { type Tensor, logSumExp, mul, neg, softmax, stack, sum, zerosLike } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, Shape } from '../layer.js';
import { type ExpertTensors, expertsIn, logWhere } from './experts.js';

/**
 * Layer that computes the normalized product of the prior's normal density and those of the experts
 * whose modality is present (Wu and Goodman 2018, section 2.2): precisions add, and weight the
 * locations.
 *
 *     1 / variance = 1 / variance of p + sum over present experts m of 1 / variance_m
 *     loc / variance = loc of p / variance of p + sum over present experts m of loc_m / variance_m
 *
 * Inputs: loc, logVariance and present of each expert; then loc and logVariance of the prior,
 * standard normal by default. `present` is [batch, 1], all others are [batch, size]. Outputs: loc
 * and logVariance, [batch, size].
 */
export class ProductOfExperts extends layers.Layer {
  static readonly className = 'ProductOfExperts';
  static readonly description =
    'the product of the prior and of the normal experts whose modality is present';

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    return (inputShape as Shape[]).slice(0, 2);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const tensors = inputs as Tensor[];
    const prior = tensors.slice(3 * Math.floor(tensors.length / 3)) as [] | [Tensor, Tensor];
    return productOf(expertsIn(tensors), prior);
  }
}

/**
 * Returns loc and logVariance of the product. Precisions are summed as logarithms, so that extreme
 * variances neither overflow nor vanish.
 *
 * @param prior its loc and logVariance; standard normal by default, or no factor.
 */
export function productOf(
  experts: readonly ExpertTensors[],
  prior: readonly [] | readonly [Tensor, Tensor] | 'none' = [],
): [loc: Tensor, logVariance: Tensor] {
  const locs = experts.map(({ loc }) => loc);
  const logPrecisions = experts.map(({ present, logVariance }) => logWhere(present, neg(logVariance)));
  if (prior !== 'none') {
    const standard = zerosLike(itemAt(locs, 0));
    const [loc, logVariance] = prior.length === 2 ? prior : [standard, standard];
    locs.push(loc);
    logPrecisions.push(neg(logVariance));
  }
  const stacked = stack(logPrecisions, -1);
  return [sum(mul(softmax(stacked), stack(locs, -1)), -1), neg(logSumExp(stacked, -1))];
}
