import { type Tensor, add, log, mul, neg, square } from '@tensorflow/tfjs-core';

import { sumOverEvents } from '@helmholtz/distributions';

/** Returns log N(center + scale u; center, scale^2) of standardized values u, summed over the event. */
export function logStandardNormal(
  standardized: Tensor,
  scale: Tensor,
  { length }: readonly number[],
): Tensor {
  const squares = mul(0.5, square(standardized));
  return sumOverEvents(neg(add(add(squares, log(scale)), Math.log(2 * Math.PI) / 2)), length);
}
