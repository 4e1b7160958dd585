import { likelihoodPart } from '@helmholtz/core';
import { Distribution, NormalMixture, realLine } from '@helmholtz/distributions';
import { type Tensor, exp, expandDims, reshape, split } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LikelihoodConfig, type LikelihoodOptions, likelihoodConfig } from './likelihood.js';
import {
  type ParameterSource,
  ParameterizedLikelihood,
  parameterizedPart,
  stackedShape,
} from './parameterized.js';

const COMPONENTS = 3;

const own = { scale: { source: 'network', begin: 1, bounded: true } } as const;

/**
 * p(x given z) = sum over k of softmax(logits)_k N(loc_k, scale_k^2), of each element by itself, as of a mixture density network
 * (Bishop 1994).
 *
 * The parameters are the logits along the last axis, each element's components one after the other, then likewise the locs, and
 * the logarithms of the scales where the network decides them. `learned` is one scale for all, `learnedPerElement` one for each
 * component of each element.
 */
export class NormalMixtureLikelihood extends ParameterizedLikelihood {
  static readonly className = 'NormalMixtureLikelihood';
  static readonly description = 'log p(x) of real values around several centres, from a mixture of normals';
  readonly family = 'normalMixture';
  readonly support = realLine;
  private readonly components: number;

  constructor(config: LikelihoodConfig & { readonly components?: number }) {
    super(config, own, 2);
    this.components = config.components ?? COMPONENTS;
  }

  override parameterShape(eventShape: readonly number[]): readonly number[] {
    return super.parameterShape(perComponent(eventShape, this.components));
  }

  protected of(main: Tensor, { scale }: Readonly<Record<string, Tensor>>): MixtureOfEach {
    const [logits, loc] = split(main, 2, -1).map((part) => this.byComponent(part));
    const logScale = scale!.rank === 0 ? scale! : expandDims(this.byComponent(scale!), -1);
    return new MixtureOfEach(new NormalMixture(logits!, expandDims(loc!, -1), exp(logScale), logScale));
  }

  override getConfig() {
    return { ...super.getConfig(), components: this.components };
  }

  /** [..., n, components] of [..., n * components]. */
  private byComponent(values: Tensor): Tensor {
    return reshape(values, [...values.shape.slice(0, -1), -1, this.components]);
  }
}

/** Mixtures of vectors of one element, as a distribution of each element. */
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

/** The head: `normalMixtureLikelihood({ components: 3 }).apply(parameters)`. */
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
    'real values around several centres: normals, mixed',
    own,
    normalMixtureLikelihood,
    { components: z.int().min(1).default(COMPONENTS).describe('a whole number, 1 or above') },
  ),
  parameterShape: (eventShape, { components, ...sources }) =>
    stackedShape(perComponent(eventShape, components), sources, 2),
});
