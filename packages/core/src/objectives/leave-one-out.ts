import { logMeanExp } from '@helmholtz/distributions';
import { type Tensor, add, div, expandDims, eye, mul, sub, sum } from '@tensorflow/tfjs-core';

/**
 * Returns the bound of each draw if its weight is replaced by the geometric mean of the others
 * (Mnih and Rezende 2016, equations 7 and 8), [samples, batch]:
 *
 *     log(1/K (sum over j != k of w_j + exp(mean over j != k of log w_j)))
 *
 * @param logWeights finite, [samples, batch], of at least two samples.
 */
export function leaveOneOutBounds(logWeights: Tensor): Tensor {
  const [samples = 1] = logWeights.shape;
  const others = div(sub(sum(logWeights, 0, true), logWeights), samples - 1);
  // Row j, column k: log w_j, and the mean of the others where j is k.
  const diagonal = expandDims(eye(samples), -1);
  const replaced = add(
    mul(expandDims(logWeights, 1), sub(1, diagonal)),
    mul(expandDims(others, 0), diagonal),
  );
  return logMeanExp(replaced);
}
