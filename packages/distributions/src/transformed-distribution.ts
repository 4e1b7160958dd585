import { type Tensor, add, sub } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { type Bijector, noInverse } from './bijectors/bijector.js';
import { Distribution, type SampleWithLogProb, sumOverEvents } from './distribution.js';
import { type Support, isWithin } from './support.js';

/**
 * Distribution of y = f(x), where x has a base distribution and f is a bijector, such as a
 * normalizing flow.
 *
 *     log p(y) = log p(x) - log |det df/dx|
 *
 * It has no mean and no variance in closed form. `sampleWithLogProb` needs no inverse; `logProb`
 * needs one.
 *
 * @example
 * ```ts
 * import { Normal, TransformedDistribution, bijectors } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const normal = new Normal(scalar(0), scalar(1));
 * const logNormal = new TransformedDistribution(normal, bijectors.exp());
 * console.log(logNormal.sampleWithLogProb(scalar(0)).value.dataSync()[0]); // 1
 * ```
 */
export class TransformedDistribution extends Distribution {
  readonly family: string;
  readonly support: Support;
  readonly noise: string;
  override readonly eventRank: number;
  override readonly hasLogProb: boolean;
  override readonly hasCheapDraws: boolean;

  /**
   * @param family its name in errors and in `klDivergence`; `transformed` by default.
   * @throws HelmholtzError (`usage`) for a base whose values the bijector does not take.
   */
  constructor(
    readonly base: Distribution,
    readonly bijector: Bijector,
    family = 'transformed',
  ) {
    super();
    if (!isWithin(base.support, bijector.domain)) {
      throw new HelmholtzError(
        'usage',
        `The bijector "${bijector.name}" cannot transform "${base.family}".`,
        {
          hint: `Its input must be ${bijector.domain.description}, but "${base.family}" returns ${base.support.description}.`,
        },
      );
    }
    this.family = family;
    this.support = bijector.codomain;
    this.noise = base.noise;
    this.eventRank = Math.max(base.eventRank, bijector.eventRank);
    const invertible = bijector.inverse !== undefined && bijector.cheap.includes('inverse');
    this.hasLogProb = base.hasLogProb && invertible;
    this.hasCheapDraws = base.hasCheapDraws && bijector.cheap.includes('forward');
  }

  logProb(value: Tensor): Tensor {
    if (!this.bijector.inverse) throw noInverse(this.bijector.name);
    const { value: x, logDet } = this.bijector.inverseWithLogDet(value);
    return add(this.ofBase(this.base.logProb(x)), this.ofBijector(logDet));
  }

  sample(noise: Tensor): Tensor {
    return this.bijector.forward(this.base.sample(noise));
  }

  override sampleWithLogProb(noise: Tensor): SampleWithLogProb {
    const x = this.base.sampleWithLogProb(noise);
    const { value, logDet } = this.bijector.forwardWithLogDet(x.value);
    return { value, logProb: sub(this.ofBase(x.logProb), this.ofBijector(logDet)) };
  }

  private ofBase(logProb: Tensor): Tensor {
    return sumOverEvents(logProb, this.eventRank - this.base.eventRank);
  }

  private ofBijector(logDet: Tensor): Tensor {
    return sumOverEvents(logDet, this.eventRank - this.bijector.eventRank);
  }
}
