import {
  type Tensor,
  add,
  div,
  expandDims,
  log,
  log1p,
  mul,
  neg,
  scalar,
  sigmoid,
  softplus,
  square,
  sub,
  sum,
  tensor1d,
} from '@tensorflow/tfjs-core';

import { insideUnit } from '../math/open-unit.js';
import { Distribution } from '../distribution.js';
import { relaxedFamily } from './relaxed-family.js';
import { insideUnitInterval, realLine } from '../support.js';

/**
 * The relaxed Bernoulli distribution, elementwise: of numbers between 0 and 1 that a temperature draws to either, with
 * gradients, as the logits say (binary Concrete, Maddison et al. 2017; Jang et al. 2017).
 *
 * Values round to 0 and 1 where logits are large, and have no finite density there. A latent whose densities are needed
 * is better the logit of it, `LogitRelaxedBernoulli`, with a sigmoid behind.
 */
export class RelaxedBernoulli extends Distribution {
  readonly family = 'relaxedBernoulli';
  readonly support = insideUnitInterval;
  readonly noise = 'standardLogistic';
  /** The distribution of the logit. */
  readonly logit: LogitRelaxedBernoulli;

  /**
   * @param logits log-odds of 1.
   * @param temperature positive: the lower, the nearer to 0 and 1 the values.
   */
  constructor(logits: Tensor, temperature: Tensor) {
    super();
    this.logit = new LogitRelaxedBernoulli(logits, temperature);
  }

  /** The density of the logit, over x (1 - x). */
  logProb(value: Tensor): Tensor {
    const [logValue, logRest] = [log(value), log1p(neg(value))];
    return sub(this.logit.logProb(sub(logValue, logRest)), add(logValue, logRest));
  }

  /** sigmoid((logits + noise) / temperature), for standard logistic noise. */
  sample(noise: Tensor): Tensor {
    return insideUnit(sigmoid(this.logit.sample(noise)));
  }

  /** sigmoid(logits): how often a value is above a half. */
  override probs(): Tensor {
    return this.logit.probs();
  }

  /** By quadrature, exact to a few digits of float32 for temperatures from 0.1 on. */
  override mean(): Tensor {
    return this.expectation((value) => value);
  }

  override variance(): Tensor {
    const mean = expandDims(this.mean(), -1);
    return this.expectation((value) => square(sub(value, mean)));
  }

  /** E[f(x)] by the trapezoidal rule over the logistic noise, which converges exponentially for what is so smooth. */
  private expectation(f: (value: Tensor) => Tensor): Tensor {
    const { logits, temperature } = this.logit;
    const noise = tensor1d(NOISE);
    const values = sigmoid(div(add(expandDims(logits, -1), noise), expandDims(temperature, -1)));
    const density = mul(mul(sigmoid(noise), sigmoid(neg(noise))), NOISE_STEP);
    return sum(mul(density, f(values)), -1);
  }
}

const NOISE_STEP = 36 / 256;
const NOISE = Array.from({ length: 257 }, (_, index) => -18 + index * NOISE_STEP);

/**
 * The distribution of the logit of a relaxed Bernoulli variable, elementwise: logistic, with loc logits / temperature and
 * scale 1 / temperature. Its density is finite and exact everywhere.
 */
export class LogitRelaxedBernoulli extends Distribution {
  readonly family = 'logitRelaxedBernoulli';
  readonly support = realLine;
  readonly noise = 'standardLogistic';

  constructor(
    readonly logits: Tensor,
    readonly temperature: Tensor,
  ) {
    super();
  }

  /** log p(y) = log t + l - t y - 2 log(1 + exp(l - t y)) (Maddison et al. 2017, appendix B), as two softplus. */
  logProb(value: Tensor): Tensor {
    const away = sub(this.logits, mul(this.temperature, value));
    return sub(log(this.temperature), add(softplus(away), softplus(neg(away))));
  }

  /** (logits + noise) / temperature, for standard logistic noise. */
  sample(noise: Tensor): Tensor {
    return div(add(this.logits, noise), this.temperature);
  }

  override mean(): Tensor {
    return div(this.logits, this.temperature);
  }

  /** sigmoid(logits): how often a value is above 0, and its unit nearer to 1. */
  override probs(): Tensor {
    return sigmoid(this.logits);
  }

  /** pi^2 / (3 t^2) */
  override variance(): Tensor {
    const scale = div(add(mul(this.logits, 0), Math.PI / Math.sqrt(3)), this.temperature);
    return mul(scale, scale);
  }

  /** 2 - log t */
  override entropy(): Tensor {
    return sub(add(mul(this.logits, 0), 2), log(this.temperature));
  }
}

const evenOdds = { constant: 'logits', default: 0, logits: (logits: number) => scalar(logits) } as const;

export const relaxedBernoulliFamily = relaxedFamily(
  { name: 'relaxedBernoulli', description: 'relaxed zeros and ones', support: insideUnitInterval },
  RelaxedBernoulli,
  evenOdds,
);

export const logitRelaxedBernoulliFamily = relaxedFamily(
  {
    name: 'logitRelaxedBernoulli',
    description: 'relaxed zeros and ones by their logits',
    support: realLine,
  },
  LogitRelaxedBernoulli,
  evenOdds,
);
