import {
  type Tensor,
  add,
  div,
  exp,
  expandDims,
  log,
  logSoftmax,
  logSumExp,
  max,
  mean,
  moments,
  mul,
  softmax,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { itemAt } from '@helmholtz/base';
import { gumbelPoints } from '../math/gumbel-points.js';
import { insideUnit } from '../math/open-unit.js';
import { farLogs, largest } from '../discrete-values.js';
import { type Discretization, Distribution } from '../distribution.js';
import { Categorical } from './categorical.js';
import { equalLogits } from './equal-logits.js';
import { relaxedFamily } from './relaxed-family.js';
import { logSimplex, simplex } from '../support.js';

/**
 * Relaxed categorical distribution over the simplex, on the last axis: Concrete or Gumbel-softmax,
 * with gradients (Maddison et al. 2017; Jang et al. 2017). Lower temperatures give values closer to
 * one-hot vectors.
 *
 * If logits differ much, values round to 0, where the density is not finite. For a latent, use its
 * logarithm, `LogRelaxedCategorical`, followed by a softmax.
 *
 * @example
 * ```ts
 * import { RelaxedCategorical } from '@helmholtz/distributions';
 * import { scalar, tensor } from '@tensorflow/tfjs-core';
 *
 * const relaxed = new RelaxedCategorical(tensor([0, 0]), scalar(0.5));
 * console.log(relaxed.sample(tensor([0, 0])).dataSync()); // Float32Array(2) [ 0.5, 0.5 ]
 * ```
 */
export class RelaxedCategorical extends Distribution {
  readonly family = 'relaxedCategorical';
  readonly support = simplex;
  readonly noise = 'standardGumbel';
  override readonly eventRank = 1;
  /** The distribution of the logarithms. */
  readonly log: LogRelaxedCategorical;

  /**
   * @param logits [..., categories], unnormalized log-probabilities.
   * @param temperature [...], positive. Lower values are closer to one-hot vectors.
   */
  constructor(logits: Tensor, temperature: Tensor) {
    super();
    this.log = new LogRelaxedCategorical(logits, temperature);
  }

  /** The density of the logarithms, over the product of the values: [...] of [..., categories]. */
  logProb(value: Tensor): Tensor {
    const logValue = log(value);
    return sub(this.log.logProb(logValue), sum(logValue, -1));
  }

  /** softmax((logits + noise) / temperature), for standard Gumbel noise. */
  sample(noise: Tensor): Tensor {
    return insideUnit(exp(this.log.sample(noise)));
  }

  /** softmax(logits): how often each category is the largest. */
  override probs(): Tensor {
    return this.log.probs();
  }

  /** The categorical distribution of the same logits. */
  override discretized(): Discretization {
    return { ...this.log.discretized(), relaxed: (categories) => categories };
  }
}

/**
 * Distribution of the logarithm of a relaxed categorical variable. Its density is finite
 * everywhere, with respect to dx1 ... dx(k-1) / (x1 ... xk).
 *
 * @example
 * ```ts
 * import { LogRelaxedCategorical } from '@helmholtz/distributions';
 * import { scalar, tensor } from '@tensorflow/tfjs-core';
 *
 * const logs = new LogRelaxedCategorical(tensor([0, 0]), scalar(1));
 * console.log(logs.sample(tensor([0, 0])).dataSync()[0]?.toFixed(3)); // -0.693
 * ```
 */
export class LogRelaxedCategorical extends Distribution {
  readonly family = 'logRelaxedCategorical';
  readonly support = logSimplex;
  readonly noise = 'standardGumbel';
  override readonly eventRank = 1;

  constructor(
    readonly logits: Tensor,
    readonly temperature: Tensor,
  ) {
    super();
  }

  /**
   * log p(y) = log Gamma(k) + (k - 1) log t + sum(l - t y) - k log sum exp(l - t y) (Maddison et
   * al. 2017, appendix C).
   */
  logProb(value: Tensor): Tensor {
    const categories = itemAt(value.shape, -1);
    const away = sub(this.logits, mul(expandDims(this.temperature, -1), value));
    const powers = sub(sum(away, -1), mul(logSumExp(away, -1), categories));
    return add(add(powers, mul(log(this.temperature), categories - 1)), logFactorial(categories - 1));
  }

  /** logSoftmax((logits + noise) / temperature), for standard Gumbel noise. */
  sample(noise: Tensor): Tensor {
    return logSoftmax(div(add(this.logits, noise), expandDims(this.temperature, -1)));
  }

  /** softmax(logits): how often each category is the largest. */
  override probs(): Tensor {
    return softmax(this.logits);
  }

  /** The categorical distribution of the same logits. */
  override discretized(): Discretization {
    return { distribution: new Categorical(this.logits), discrete: largest, relaxed: farLogs };
  }

  /**
   * (logits + Euler's constant) / t - E[log sum exp((logits + noise) / t)].
   *
   * The largest term of the sum is separated; its mean is (log sum exp(logits) + Euler's constant)
   * / t. The rest of the expectation is computed numerically: the error of the mean is less than a
   * hundredth of a standard deviation.
   */
  override mean(): Tensor {
    const perturbed = this.perturbed(512);
    const meanLogSum = mean(sub(logSumExp(perturbed, -1), max(perturbed, -1)), -1);
    const relative = div(
      sub(this.logits, logSumExp(this.logits, -1, true)),
      expandDims(this.temperature, -1),
    );
    return sub(relative, expandDims(meanLogSum, -1));
  }

  /** By quadrature: to a tenth, at temperatures from 1/4 on. */
  override variance(): Tensor {
    return moments(logSoftmax(this.perturbed(4096)), -2).variance;
  }

  /** (logits + noise) / temperature at points of the noise, [..., points, categories]. */
  private perturbed(points: number): Tensor {
    const noise = gumbelPoints(points, itemAt(this.logits.shape, -1));
    const temperature = expandDims(expandDims(this.temperature, -1), -1);
    return div(add(expandDims(this.logits, -2), noise), temperature);
  }
}

function logFactorial(n: number): number {
  return Array.from({ length: n }, (_, index) => Math.log(index + 1)).reduce((sum, one) => sum + one, 0);
}

const equallyLikely = { constant: 'categories', default: 10, logits: equalLogits } as const;

export const relaxedCategoricalFamily = relaxedFamily(
  {
    name: 'relaxedCategorical',
    description: 'relaxed one-hot categories (Gumbel-softmax)',
    support: simplex,
  },
  RelaxedCategorical,
  equallyLikely,
);

export const logRelaxedCategoricalFamily = relaxedFamily(
  {
    name: 'logRelaxedCategorical',
    description: 'logarithms of relaxed one-hot categories (Gumbel-softmax)',
    support: logSimplex,
  },
  LogRelaxedCategorical,
  equallyLikely,
);
