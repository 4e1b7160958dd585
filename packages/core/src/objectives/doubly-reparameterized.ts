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
 * log(mean(w)) over the samples, [samples, batch] to [batch], with the doubly reparameterized gradient (Tucker et al. 2019,
 * equation 8). By the generative network's weights it is that of the bound,
 *
 *     sum over samples of s d log w,   s = w / (sum over samples of w)
 *
 * and through the values of latents s^2 takes the place of s, where the score of the posterior is left out: on average the
 * same, and without the noise that grows with the number of samples. Where log w has beta times the score, the place of s is
 * taken by s (1 - beta + beta s).
 *
 * @param path of the pathwise terms that the weights are made of.
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
