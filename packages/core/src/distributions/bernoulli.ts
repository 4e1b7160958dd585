import { type Tensor, cast, less, mul, sigmoid, softplus, sub } from '@tensorflow/tfjs-core';

import { Distribution, unitInterval } from './distribution.js';

/**
 * The Bernoulli distribution over {0, 1}, elementwise, from logits = log(probs / (1 - probs)).
 *
 * Values between 0 and 1 are accepted: for grey x, `logProb` is the negative cross-entropy that the VAE tutorials
 * maximise, a log-density only up to a normalizer (Loaiza-Ganem and Cunningham 2019).
 */
export class Bernoulli extends Distribution {
  readonly family = 'bernoulli';
  readonly support = unitInterval;
  readonly noise = 'uniform';

  constructor(readonly logits: Tensor) {
    super();
  }

  /** log p(x) = x * logits - log(1 + exp(logits)), exact for large logits where log(sigmoid) is not. */
  logProb(value: Tensor): Tensor {
    return sub(mul(value, this.logits), softplus(this.logits));
  }

  /** 1 where uniform noise falls below probs, else 0. Not differentiable. */
  sample(noise: Tensor): Tensor {
    return cast(less(noise, this.mean()), 'float32');
  }

  mean(): Tensor {
    return sigmoid(this.logits);
  }

  variance(): Tensor {
    const probs = this.mean();
    return mul(probs, sub(1, probs));
  }
}
