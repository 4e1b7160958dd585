import {
  type GradSaveFunc,
  type Tensor,
  add,
  customGrad,
  div,
  exp,
  log,
  max,
  mean,
  mul,
  squeeze,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

/**
 * Computes log(mean(exp(x))) over the first axis, without overflow: [samples, ...shape] to
 * [...shape]. Its gradient is softmax(x) over that axis.
 *
 * @example
 * ```ts
 * import { logMeanExp } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * console.log(logMeanExp(tensor([1000, 1000])).dataSync()[0]); // 1000
 * ```
 */
export function logMeanExp(x: Tensor): Tensor {
  return customGrad((values, save) => {
    const { value, shares } = meanAndShares(values as Tensor);
    (save as GradSaveFunc)([shares]);
    return { value, gradFunc: (dy: Tensor, [saved]: Tensor[]) => mul(saved!, dy) };
  })(x);
}

/**
 * Computes log(mean(exp(x))) and softmax(x) over the first axis.
 *
 * @example
 * ```ts
 * import { meanAndShares } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const { value, shares } = meanAndShares(tensor([2, 2]));
 * console.log(value.dataSync()[0], shares.dataSync()[0]); // 2 0.5
 * ```
 */
export function meanAndShares(x: Tensor): { readonly value: Tensor; readonly shares: Tensor } {
  const greatest = max(x, 0, true);
  const exponentials = exp(sub(x, greatest));
  return {
    value: add(log(mean(exponentials, 0)), squeeze(greatest, [0])),
    shares: div(exponentials, sum(exponentials, 0)),
  };
}
