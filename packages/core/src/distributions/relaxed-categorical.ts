import {
  type Tensor,
  add,
  div,
  exp,
  expandDims,
  log,
  logSoftmax,
  logSumExp,
  mul,
  scalar,
  softmax,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { insideUnit } from '../math/open-unit.js';
import { Distribution } from './distribution.js';
import { type DistributionFamily, registerDistribution } from './families.js';
import { checkPositive } from './positive.js';
import { type Support, logSimplex, simplex } from './support.js';

/**
 * The relaxed categorical distribution over vectors of positive numbers that add up to 1, along the last axis: a temperature
 * draws them to one-hot vectors, with gradients (Concrete, Maddison et al. 2017; Gumbel-softmax, Jang et al. 2017).
 *
 * Values round to 0 where logits are far apart, and have no finite density there. A latent whose densities are needed is
 * better the logarithm of it, `LogRelaxedCategorical`, with an exponential behind.
 */
export class RelaxedCategorical extends Distribution {
  readonly family = 'relaxedCategorical';
  readonly support = simplex;
  readonly noise = 'standardGumbel';
  override readonly eventRank = 1;
  /** The distribution of the logarithms. */
  readonly log: LogRelaxedCategorical;

  /**
   * @param logits [..., categories], unnormalized log-probabilities; [..., 1] where they are equal.
   * @param temperature [...], positive: the lower, the nearer to one-hot the values.
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

  /** The probability of each category to be the largest: the mean has no closed form, and comes near it at low temperatures. */
  mean(): Tensor {
    return softmax(this.log.logits);
  }

  /** Of the categories, as the mean. */
  variance(): Tensor {
    const probs = this.mean();
    return mul(probs, sub(1, probs));
  }
}

/**
 * The distribution of the logarithms of a relaxed categorical variable, exact where values themselves are too near to 0 and
 * 1: its density is by the first categories - 1 of them.
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

  /** log p(y) = log Gamma(k) + (k - 1) log t + sum(l - t y) - k log sum exp(l - t y) (Maddison et al. 2017, appendix C). */
  logProb(value: Tensor): Tensor {
    const categories = value.shape.at(-1)!;
    const away = sub(this.logits, mul(expandDims(this.temperature, -1), value));
    const powers = sub(sum(away, -1), mul(logSumExp(away, -1), categories));
    return add(add(powers, mul(log(this.temperature), categories - 1)), logFactorial(categories - 1));
  }

  /** logSoftmax((logits + noise) / temperature), for standard Gumbel noise. */
  sample(noise: Tensor): Tensor {
    return logSoftmax(div(add(this.logits, noise), expandDims(this.temperature, -1)));
  }

  /** The value at equal noise, which has most of the others around it: the mean has no closed form. */
  mean(): Tensor {
    return logSoftmax(div(this.logits, expandDims(this.temperature, -1)));
  }

  /** About that of the noise over the temperature, pi^2 / (6 t^2), which differences of two have twice. */
  variance(): Tensor {
    const scale = div(Math.PI / Math.sqrt(6), expandDims(this.temperature, -1));
    return add(mul(scale, scale), mul(this.logits, 0));
  }
}

function logFactorial(n: number): number {
  return Array.from({ length: n }, (_, index) => Math.log(index + 1)).reduce((sum, one) => sum + one, 0);
}

/** Either form of the family: as a constant, of categories that are equally likely, and as a graph computes it. */
function family(
  name: string,
  description: string,
  support: Support,
  Relaxed: RelaxedForm,
): DistributionFamily {
  return {
    name,
    description,
    support,
    constants: {
      parameters: { temperature: 0.5 },
      distribution(constants) {
        checkPositive(name, constants, 'temperature');
        return new Relaxed(scalar(0), scalar(constants['temperature']!));
      },
    },
    tensors: {
      parameters: ['logits', 'logTemperature'],
      distribution: ({ logits, logTemperature }) => new Relaxed(logits!, exp(logTemperature!)),
    },
  };
}

type RelaxedForm = new (logits: Tensor, temperature: Tensor) => Distribution;

registerDistribution(family('relaxedCategorical', 'relaxed one-hot categories', simplex, RelaxedCategorical));
registerDistribution(
  family(
    'logRelaxedCategorical',
    'relaxed one-hot categories by their logarithms',
    logSimplex,
    LogRelaxedCategorical,
  ),
);
