import { type Tensor, cast, min, where, zerosLike } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { Distribution } from './distribution.js';
import { Heterogeneous } from './families/heterogeneous.js';
import { observedMask } from './math/observed-mask.js';
import { isWithin, oneHotVectors, type Support } from './support.js';

/**
 * Returns a distribution whose log-density leaves out missing values: where a value is NaN, its
 * term is 0, and so is the gradient of that term.
 *
 *     log p(x observed) = sum of log p(x_i) over the observed elements i
 *
 * This is the marginal density of the observed elements, because the elements are independent given
 * the parameters (Rezende et al. 2014, section 6; Nazabal et al. 2020, equation 5). A category is
 * missing if its elements are NaN. Samples, mean and variance stay those of all elements.
 *
 * @throws HelmholtzError (`graph`) for elements that depend on each other. See `maskProblem`.
 *
 * @example
 * ```ts
 * import { maskMissing, Normal } from '@helmholtz/distributions';
 * import { scalar, tensor } from '@tensorflow/tfjs-core';
 *
 * const normal = maskMissing(new Normal(scalar(0), scalar(1)));
 * const [known, missing] = normal.logProb(tensor([0, NaN])).dataSync();
 * console.log(known?.toFixed(3), missing); // -0.919 0
 * ```
 */
export function maskMissing(distribution: Distribution): Distribution {
  const problem = maskProblem(distribution);
  if (problem !== undefined) {
    throw new HelmholtzError('graph', `The distribution "${distribution.family}" ${problem}.`, {
      hint: 'Choose one with independent elements, such as normal, or fill in the missing values.',
    });
  }
  if (distribution instanceof Heterogeneous) {
    return new Heterogeneous(
      distribution.blocks.map((block) => ({ ...block, distribution: maskMissing(block.distribution) })),
    );
  }
  return new Masked(distribution);
}

/**
 * Returns why the log-density of a distribution can't leave out missing elements, to follow its
 * name; undefined if it can. Elements must be independent. A category is one value.
 *
 * @example
 * ```ts
 * import { maskProblem, MultivariateNormal } from '@helmholtz/distributions';
 * import { zeros } from '@tensorflow/tfjs-core';
 *
 * console.log(maskProblem(new MultivariateNormal(zeros([2]), zeros([2, 2]))));
 * // has one density for all elements together
 * ```
 */
export function maskProblem(distribution: Distribution): string | undefined {
  if (distribution instanceof Heterogeneous) {
    return distribution.blocks.flatMap((block) => maskProblem(block.distribution) ?? [])[0];
  }
  const { eventRank, support } = distribution;
  if (isOneHot(distribution)) return undefined;
  if (eventRank > 0) return 'has one density for all elements together';
  return neutralOf(support) === undefined ? 'has no neutral value for a missing element' : undefined;
}

function isOneHot({ eventRank, support }: Distribution): boolean {
  return eventRank === 1 && isWithin(support, oneHotVectors);
}

/**
 * A value of the support where a log-density is finite. A masked term is computed there, so that
 * neither it nor its gradient is NaN.
 */
function neutralOf(support: Support): number | undefined {
  return [0, 0.5, 1].find((value) => support.contains(value));
}

/** Distribution without the terms of missing elements. */
class Masked extends Distribution {
  readonly family: string;
  readonly support: Support;
  readonly noise: string;
  override readonly eventRank: number;
  override readonly hasLogProb: boolean;
  override mean?: () => Tensor;
  override variance?: () => Tensor;
  override probs?: () => Tensor;

  constructor(private readonly complete: Distribution) {
    super();
    ({
      family: this.family,
      support: this.support,
      noise: this.noise,
      eventRank: this.eventRank,
      hasLogProb: this.hasLogProb,
    } = complete);
    if (complete.mean) this.mean = () => complete.mean!();
    if (complete.variance) this.variance = () => complete.variance!();
    if (complete.probs) this.probs = () => complete.probs!();
  }

  logProb(value: Tensor): Tensor {
    const observed = observedMask(value);
    const neutral = neutralOf(this.support) ?? 0;
    const logProb = this.complete.logProb(where(cast(observed, 'bool'), value, neutral));
    // A category with one missing element is missing as a whole.
    const terms = this.eventRank === 0 ? observed : min(observed, -1);
    return where(cast(terms, 'bool'), logProb, zerosLike(logProb));
  }

  sample(noise: Tensor): Tensor {
    return this.complete.sample(noise);
  }

  override entropy(): Tensor {
    return this.complete.entropy();
  }
}
