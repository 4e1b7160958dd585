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
import { farLogits, unitsAbove } from '../discrete-values.js';
import { type Discretization, Distribution } from '../distribution.js';
import { Bernoulli } from './bernoulli.js';
import { relaxedFamily } from './relaxed-family.js';
import { insideUnitInterval, realLine } from '../support.js';

/**
 * Relaxed Bernoulli distribution over (0, 1), elementwise: binary Concrete, with gradients
 * (Maddison et al. 2017; Jang et al. 2017). Lower temperatures give values closer to 0 and 1.
 *
 * For large logits values round to 0 and 1, where the density is not finite. For a latent, use its
 * logit, `LogitRelaxedBernoulli`, followed by a sigmoid.
 *
 * @example
 * ```ts
 * import { RelaxedBernoulli } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const unit = new RelaxedBernoulli(scalar(0), scalar(0.5));
 * console.log(unit.sample(scalar(0)).dataSync()[0]); // 0.5
 * ```
 */
export class RelaxedBernoulli extends Distribution {
  readonly family = 'relaxedBernoulli';
  readonly support = insideUnitInterval;
  readonly noise = 'standardLogistic';
  /** The distribution of the logit. */
  readonly logit: LogitRelaxedBernoulli;

  /**
   * @param logits log-odds of 1.
   * @param temperature positive. Lower values are closer to 0 and 1.
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

  /** sigmoid(logits): the probability of a value above 1/2. */
  override probs(): Tensor {
    return this.logit.probs();
  }

  /** The Bernoulli distribution of the same logits. A value above 1/2 stands for 1. */
  override discretized(): Discretization {
    const { distribution } = this.logit.discretized();
    return { distribution, discrete: unitsAbove(0.5), relaxed: (units) => units };
  }

  /** Computed by quadrature, exact to a few digits of float32 for temperatures of at least 0.1. */
  override mean(): Tensor {
    return this.expectation((value) => value);
  }

  override variance(): Tensor {
    const mean = expandDims(this.mean(), -1);
    return this.expectation((value) => square(sub(value, mean)));
  }

  /** E[f(x)] by the trapezoidal rule, which converges exponentially for smooth functions. */
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
 * Distribution of the logit of a relaxed Bernoulli variable, elementwise: logistic, with loc logits
 * / temperature and scale 1 / temperature. Its density is finite everywhere.
 *
 * @example
 * ```ts
 * import { LogitRelaxedBernoulli } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const logit = new LogitRelaxedBernoulli(scalar(1), scalar(0.5));
 * console.log(logit.sample(scalar(0)).dataSync()[0]); // 2
 * ```
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

  /**
   * log p(y) = log t + l - t y - 2 log(1 + exp(l - t y)) (Maddison et al. 2017, appendix B), as two
   * softplus.
   */
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

  /** sigmoid(logits): the probability of a value above 0. */
  override probs(): Tensor {
    return sigmoid(this.logits);
  }

  /** The Bernoulli distribution of the same logits. A value above 0 stands for 1. */
  override discretized(): Discretization {
    const distribution = new Bernoulli(this.logits);
    return { distribution, discrete: unitsAbove(0), relaxed: farLogits };
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
  {
    name: 'relaxedBernoulli',
    description: 'relaxed zeros and ones (binary Concrete)',
    support: insideUnitInterval,
  },
  RelaxedBernoulli,
  evenOdds,
);

export const logitRelaxedBernoulliFamily = relaxedFamily(
  {
    name: 'logitRelaxedBernoulli',
    description: 'logits of relaxed zeros and ones (binary Concrete)',
    support: realLine,
  },
  LogitRelaxedBernoulli,
  evenOdds,
);
