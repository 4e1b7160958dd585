import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  argMax,
  cumsum,
  exp,
  logSoftmax,
  mul,
  neg,
  oneHot,
  softmax,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { priorFamily } from '../family.js';
import { constantIn } from '../math/gradients.js';
import { equalLogits } from './equal-logits.js';
import { oneHotVectors } from '../support.js';

/**
 * Categorical distribution over one-hot vectors on the last axis, with unnormalized
 * log-probabilities.
 *
 * @example
 * ```ts
 * import { Categorical } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const { logits } = new Categorical(tensor([0, 0, 0, 0]));
 * const logProb = new Categorical(logits).logProb(tensor([0, 0, 1, 0]));
 * console.log(logProb.dataSync()[0]?.toFixed(3)); // -1.386
 * ```
 */
export class Categorical extends Distribution {
  readonly family = 'categorical';
  readonly support = oneHotVectors;
  readonly noise = 'standardGumbel';
  override readonly eventRank = 1;

  /** @param logits [..., categories]. Adding a constant to an event's logits changes nothing. */
  constructor(readonly logits: Tensor) {
    super();
  }

  /** log p(x) = sum of x logSoftmax(logits): [...] of x [..., categories]. */
  logProb(value: Tensor): Tensor {
    return sum(mul(value, logSoftmax(this.logits)), -1);
  }

  /**
   * The one-hot category of the largest logits + noise, for standard Gumbel noise (Gumbel 1954).
   * Its gradient is zero.
   */
  sample(noise: Tensor): Tensor {
    return constantIn(this.logits, (logits) => {
      const perturbed = add(logits, noise);
      return oneHot(argMax(perturbed, -1), itemAt(perturbed.shape, -1), 1, 0, 'float32');
    });
  }

  /** Returns the probabilities. */
  override mean(): Tensor {
    return softmax(this.logits);
  }

  /** p (1 - p), with 1 - p as the sum of the other probabilities, exact also for p near 1. */
  override variance(): Tensor {
    const probs = this.mean();
    const lastAxis = probs.rank - 1;
    const others = add(cumsum(probs, lastAxis, true), cumsum(probs, lastAxis, true, true));
    return mul(probs, others);
  }

  override entropy(): Tensor {
    const logProbs = logSoftmax(this.logits);
    return neg(sum(mul(exp(logProbs), logProbs), -1));
  }
}

/** KL(q, p) = sum of q (log q - log p) over the categories. */
export const categoricalKl = closedFormKl<Categorical, Categorical>('categorical', 'categorical', (q, p) => {
  const logProbs = logSoftmax(q.logits);
  return sum(mul(exp(logProbs), sub(logProbs, logSoftmax(p.logits))), -1);
});

export const categoricalFamily = priorFamily({
  name: 'categorical',
  description: 'of categories in one-hot form, from logits',
  support: oneHotVectors,
  constants: {
    parameters: { categories: 10 },
    distribution: ({ categories }) => new Categorical(equalLogits(categories, 'categorical')),
  },
  tensors: { parameters: ['logits'], distribution: ({ logits }) => new Categorical(logits) },
});
