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
    const greatest = max(values as Tensor, 0, true);
    const exponentials = exp(sub(values as Tensor, greatest));
    (save as GradSaveFunc)([div(exponentials, sum(exponentials, 0))]);
    return {
      value: add(log(mean(exponentials, 0)), squeeze(greatest, [0])),
      gradFunc: (dy: Tensor, [weights]: Tensor[]) => mul(weights!, dy),
    };
  })(x);
}
