import { type Tensor, add, div, less, reciprocal, square, where } from '@tensorflow/tfjs-core';

import { polynomial } from './polynomial.js';
import { shrunk } from './spread.js';

// From tools/reference/special_functions.py: x times trigamma by `shrunk`.
const scaledTrigamma = [
  5.65805077e-5, 1.92441121e-4, 3.95981251e-4, 1.1271025e-3, 3.79336465e-3, 0.0108514368, 0.0319504913,
  0.104743809, 0.295300812, 0.616785735, 1.40220331,
];

/** The derivative of digamma, elementwise for x > 0, to a relative error below 1e-6. */
export function trigamma(x: Tensor): Tensor {
  const small = less(x, 0.5);
  const moved = where(small, add(x, 1), x);
  const far = div(polynomial(scaledTrigamma, shrunk(moved)), moved);
  return where(small, add(far, square(reciprocal(x))), far);
}
