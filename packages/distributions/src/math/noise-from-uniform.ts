import { type Tensor, log, log1p, minimum, mul, neg, sign, sub } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { probit } from './probit.js';
import { openUniform } from './open-unit.js';

const quantiles: Readonly<Record<string, (p: Tensor) => Tensor>> = {
  uniform: (p) => p,
  standardNormal: probit,
  standardLogistic: (p) => sub(log(p), log1p(neg(p))),
  standardGumbel: (p) => neg(log(neg(log(p)))),
  // The sign of p - 1/2, times -log of twice the tail beyond p.
  standardLaplace: (p) => neg(mul(sign(sub(p, 0.5)), log(mul(minimum(p, sub(1, p)), 2)))),
};

/**
 * Transforms uniform draws to draws of another noise source, elementwise, by its quantile function.
 *
 * @throws HelmholtzError (`graph`) for a source without a quantile function.
 */
export function noiseFromUniform(source: string, uniform: Tensor): Tensor {
  const quantile = quantiles[source];
  if (quantile) return quantile(openUniform(uniform));
  throw new HelmholtzError('graph', `The noise "${source}" cannot be computed from uniform noise.`, {
    hint: `Supported: ${Object.keys(quantiles).join(', ')}.`,
  });
}
