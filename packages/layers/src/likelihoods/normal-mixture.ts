import { firstItems } from '@helmholtz/base';
import { likelihoodPart } from '@helmholtz/core';
import { Distribution, NormalMixture, realLine } from '@helmholtz/distributions';
import { type Tensor, exp, expandDims, reshape, type serialization, split } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LikelihoodConfig, type LikelihoodOptions, likelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  type ParameterSource,
  ParameterizedLikelihood,
  parameterizedPart,
  stackedShape,
} from './parameterized.js';

const COMPONENTS = 3;

const ownParameters = { scale: { source: 'network', begin: 1, bounded: true } } as const;

/**
 * Likelihood head of a mixture of normal distributions for each element, as in a mixture density
 * network (Bishop 1994).
 */
export class NormalMixtureLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'NormalMixtureLikelihood';
  static readonly description = 'log p(x) of real values around several centres, from a mixture of normals';
  readonly family = 'normalMixture';
  readonly support = realLine;
  private readonly components: number;

  constructor(config: LikelihoodConfig & { readonly components?: number }) {
    super(config, ownParameters, 2);
    this.components = config.components ?? COMPONENTS;
  }

  override parameterShape(eventShape: readonly number[]): readonly number[] {
    return super.parameterShape(perComponent(eventShape, this.components));
  }

  protected distributionFrom(main: Tensor, { scale }: LogsOf<typeof ownParameters>): MixtureOfEach {
    const [logits, loc] = firstItems(
      split(main, 2, -1).map((part) => this.byComponent(part)),
      2,
    );
    const logScale = scale.rank === 0 ? scale : expandDims(this.byComponent(scale), -1);
    return new MixtureOfEach(new NormalMixture(logits, expandDims(loc, -1), exp(logScale), logScale));
  }

  /** A learned scale is one for all components, which a shared head can't learn. */
  override sharedConfig(size: number) {
    const { scale }: serialization.ConfigDict = this.getConfig();
    return scale === 'learned' ? undefined : super.sharedConfig(size);
  }

  override getConfig() {
    return { ...super.getConfig(), components: this.components };
  }

  /** Reshapes [..., n * components] to [..., n, components]. */
  private byComponent(values: Tensor): Tensor {
    return reshape(values, [...values.shape.slice(0, -1), -1, this.components]);
  }
}

/** Mixture of scalars: wraps a mixture of vectors with one element. */
class MixtureOfEach extends Distribution {
  readonly family = 'normalMixture';
  readonly support = realLine;
  readonly noise: string;

  constructor(private readonly mixture: NormalMixture) {
    super();
    this.noise = mixture.noise;
  }

  logProb(value: Tensor): Tensor {
    return this.mixture.logProb(expandDims(value, -1));
  }

  sample(noise: Tensor): Tensor {
    return withoutLast(this.mixture.sample(expandDims(noise, -1)));
  }

  override mean(): Tensor {
    return withoutLast(this.mixture.mean());
  }

  override variance(): Tensor {
    return withoutLast(this.mixture.variance());
  }
}

const withoutLast = (values: Tensor): Tensor => reshape(values, values.shape.slice(0, -1));

function perComponent(eventShape: readonly number[], components: number): readonly number[] {
  return [...eventShape.slice(0, -1), (eventShape.at(-1) ?? 1) * components];
}

/**
 * Creates a likelihood head of a mixture of normal distributions for each element (Bishop 1994):
 *
 *     p(x | z) = sum over k of softmax(logits)_k N(loc_k, scale_k^2)
 *
 * Input: on the last axis the logits, the components of each element together; then the locs; then
 * log(scale) if `scale` is `network`, the default. `learned` is one scale for all,
 * `learnedPerElement` one for each component of each element. `components` is 3 by default.
 *
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { normalMixtureLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = normalMixtureLikelihood({ components: 2, scale: 1 });
 * const mixture = head.distribution(tensor([[0, 0, -3, 5]])); // two logits, two locs
 * console.log(meanOf(mixture).dataSync()[0]?.toFixed(3)); // 1.000
 * ```
 */
export function normalMixtureLikelihood(
  options: LikelihoodOptions & {
    readonly components?: number;
    readonly scale?: ParameterSource;
    readonly minimumScale?: number;
  } = {},
): NormalMixtureLikelihood {
  return new NormalMixtureLikelihood(likelihoodConfig(options));
}

export const normalMixturePart = likelihoodPart({
  ...parameterizedPart(
    'normalMixture',
    'real values around several centres: a mixture of normals',
    ownParameters,
    normalMixtureLikelihood,
    { components: z.int().min(1).default(COMPONENTS).describe('a whole number, 1 or above') },
  ),
  parameterShape: (eventShape, { components, ...sources }) =>
    stackedShape(perComponent(eventShape, components), sources, 2),
});
