import {
  type GradSaveFunc,
  type Scalar,
  type Tensor,
  add,
  customGrad,
  mul,
  sub,
} from '@tensorflow/tfjs-core';

import type { PathGradient } from '../graph/path-gradient.js';
import { meanAndShares } from '@helmholtz/distributions';

/**
 * Returns log(mean(w)) over the samples, [samples, batch] to [batch], with the doubly
 * reparameterized gradient (Tucker et al. 2019, equation 8). The gradient by the generative
 * network's weights is that of the bound:
 *
 *     sum over samples of s d log w,   s = w / (sum over samples of w)
 *
 * The gradient through the values of latents uses s^2 instead of s, without the score of the
 * posterior. Both have the same expectation. The second has no noise that grows with the number of
 * samples. If log w has beta times the score, the factor is s (1 - beta + beta s).
 *
 * @param path path of the pathwise terms behind the weights.
 */
export function doublyReparameterized(logWeights: Tensor, beta: Scalar | number, path: PathGradient): Tensor {
  return customGrad((values, save) => {
    const { value, shares } = meanAndShares(values as Tensor);
    (save as GradSaveFunc)([shares, add(sub(1, beta), mul(shares, beta))]);
    return {
      value,
      gradFunc: (dy: Tensor, [saved, ofPath]: Tensor[]) => {
        path.weighBy(ofPath!);
        return mul(saved!, dy);
      },
    };
  })(logWeights);
}
