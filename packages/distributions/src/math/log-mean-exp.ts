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

/** log(mean(exp(x))) over the first axis, [samples, ...shape] to [...shape]; its gradient is softmax(x) over that axis. */
export function logMeanExp(x: Tensor): Tensor {
  return customGrad((values, save) => {
    const { value, shares } = meanAndShares(values as Tensor);
    (save as GradSaveFunc)([shares]);
    return { value, gradFunc: (dy: Tensor, [saved]: Tensor[]) => mul(saved!, dy) };
  })(x);
}

/** log(mean(exp(x))) over the first axis, and softmax(x) over it. */
export function meanAndShares(x: Tensor): { readonly value: Tensor; readonly shares: Tensor } {
  const greatest = max(x, 0, true);
  const exponentials = exp(sub(x, greatest));
  return {
    value: add(log(mean(exponentials, 0)), squeeze(greatest, [0])),
    shares: div(exponentials, sum(exponentials, 0)),
  };
}
