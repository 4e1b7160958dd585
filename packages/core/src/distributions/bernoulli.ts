import { type Tensor, add, cast, less, mul, neg, sigmoid, softplus, sub } from '@tensorflow/tfjs-core';

import { Distribution } from './distribution.js';
import { binaryOrGrey } from './support.js';

/**
 * The Bernoulli distribution over {0, 1}, elementwise, from logits = log(probs / (1 - probs)).
 *
 * Values between 0 and 1 are accepted: for grey x, `logProb` is the negative cross-entropy that the VAE tutorials
 * maximise, a log-density only up to a normalizer (Loaiza-Ganem and Cunningham 2019).
 */
export class Bernoulli extends Distribution {
  readonly family = 'bernoulli';
  readonly support = binaryOrGrey;
  readonly noise = 'uniform';

  constructor(readonly logits: Tensor) {
    super();
  }

  /**
   * log p(x) = x log probs + (1 - x) log(1 - probs), with log probs = -softplus(-logits) and
   * log(1 - probs) = -softplus(logits): sums without cancellation, so exact also where probs is nearly 0 or 1.
   */
  logProb(value: Tensor): Tensor {
    const ifOne = mul(value, softplus(neg(this.logits)));
    const ifZero = mul(sub(1, value), softplus(this.logits));
    return neg(add(ifOne, ifZero));
  }

  /** 1 where uniform noise falls below probs, else 0. Not differentiable. */
  sample(noise: Tensor): Tensor {
    return cast(less(noise, this.mean()), 'float32');
  }

  mean(): Tensor {
    return sigmoid(this.logits);
  }

  variance(): Tensor {
    return mul(sigmoid(this.logits), sigmoid(neg(this.logits)));
  }
}
