import {
  type Tensor,
  abs,
  add,
  cast,
  exp,
  less,
  log1p,
  mul,
  neg,
  scalar,
  sigmoid,
  softplus,
  sub,
} from '@tensorflow/tfjs-core';

import { crossEntropyWithLogits } from '../math/cross-entropy-with-logits.js';
import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { priorFamily } from '../family.js';
import { constantIn } from '../math/gradients.js';
import { binaryOrGrey } from '../support.js';

/**
 * Bernoulli distribution over {0, 1}, elementwise, with logits = log(probs / (1 - probs)).
 *
 * Values between 0 and 1 are accepted. For grey values, `logProb` is the negative cross-entropy of
 * VAE tutorials: a log-density without its normalizer (Loaiza-Ganem and Cunningham 2019).
 *
 * @example
 * ```ts
 * import { Bernoulli } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const logProb = new Bernoulli(scalar(0)).logProb(scalar(1));
 * console.log(logProb.dataSync()[0]?.toFixed(3)); // -0.693
 * ```
 */
export class Bernoulli extends Distribution {
  readonly family = 'bernoulli';
  readonly support = binaryOrGrey;
  readonly noise = 'uniform';

  constructor(readonly logits: Tensor) {
    super();
  }

  /** log p(x) = x log probs + (1 - x) log(1 - probs), exact also where probs is nearly 0 or 1. */
  logProb(value: Tensor): Tensor {
    return neg(crossEntropyWithLogits(value, this.logits));
  }

  /** 1 where uniform noise falls below probs, else 0. Its gradient is zero. */
  sample(noise: Tensor): Tensor {
    return constantIn(this.logits, (logits) => cast(less(noise, sigmoid(logits)), 'float32'));
  }

  override mean(): Tensor {
    return sigmoid(this.logits);
  }

  override variance(): Tensor {
    return mul(sigmoid(this.logits), sigmoid(neg(this.logits)));
  }

  /** log(1 + exp(-|l|)) + |l| sigmoid(-|l|), both terms small where probs is nearly 0 or 1. */
  override entropy(): Tensor {
    const away = abs(this.logits);
    return add(log1p(exp(neg(away))), mul(away, sigmoid(neg(away))));
  }
}

/** KL(q, p) = the cross-entropy of p at the mean of q, without the entropy of q. */
export const bernoulliKl = closedFormKl<Bernoulli, Bernoulli>('bernoulli', 'bernoulli', (q, p) => {
  const ones = mul(sigmoid(q.logits), sub(softplus(neg(p.logits)), softplus(neg(q.logits))));
  const zeros = mul(sigmoid(neg(q.logits)), sub(softplus(p.logits), softplus(q.logits)));
  return add(ones, zeros);
});

export const bernoulliFamily = priorFamily({
  name: 'bernoulli',
  description: 'of zeros and ones, from logits',
  support: binaryOrGrey,
  constants: {
    parameters: { logits: 0 },
    distribution: ({ logits }) => new Bernoulli(scalar(logits)),
  },
  tensors: { parameters: ['logits'], distribution: ({ logits }) => new Bernoulli(logits) },
});
