import { HelmholtzError } from '@helmholtz/base';
import { type Support, TruncatedNormal, numbersBetween } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LikelihoodConfig, type LikelihoodOptions, likelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  type ParameterSource,
  ParameterizedLikelihood,
  parameterizedPart,
} from './parameterized.js';

const own = { scale: { source: 'learned', begin: 1, bounded: true } } as const;

/** An end of the interval of the values. */
type End = number | 'none';

/** Interval of the values of a truncated normal likelihood. */
export interface TruncatedNormalBounds {
  /** Least value, or `none`. 0 by default. */
  readonly low?: End;
  /** Greatest value, or `none`. 1 by default. */
  readonly high?: End;
}

/** Likelihood head of a truncated normal distribution: p(x | z) = N(loc, scale^2) in an interval. */
export class TruncatedNormalLikelihood extends ParameterizedLikelihood<typeof own> {
  static readonly className = 'TruncatedNormalLikelihood';
  static readonly description = 'log p(x) of numbers of an interval, from the locations of a normal';
  readonly family = 'truncatedNormal';
  readonly support: Support;
  private readonly ends: Required<TruncatedNormalBounds>;
  private readonly bounds: { readonly low: number; readonly high: number };

  /** @throws HelmholtzError (`usage`) for an empty interval. */
  constructor(config: LikelihoodConfig & TruncatedNormalBounds) {
    super(config, own);
    const { low = 0, high = 1 } = config;
    this.ends = { low, high };
    this.bounds = { low: low === 'none' ? -Infinity : low, high: high === 'none' ? Infinity : high };
    if (!(this.bounds.low < this.bounds.high)) throw emptyInterval(this.ends);
    this.support = numbersBetween(this.bounds);
  }

  protected distributionFrom(loc: Tensor, { scale }: LogsOf<typeof own>): TruncatedNormal {
    return new TruncatedNormal(loc, exp(scale), this.bounds);
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.ends };
  }
}

function emptyInterval({ low, high }: Required<TruncatedNormalBounds>): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The likelihood "truncatedNormal" has low: ${low} and high: ${high}, an empty interval.`,
    { hint: 'Set "low" below "high". "none" leaves an end open.' },
  );
}

/**
 * Creates a likelihood head of a truncated normal distribution, for numbers with known bounds, such
 * as grades from 0 to 20 or percentages. The bounds themselves are possible values.
 *
 * Input: loc, [batch, ...event], of the normal distribution before truncation. `scale` is learned by
 * default.
 *
 * @param options `low` and `high`, 0 and 1 by default; `none` for no bound.
 * @throws HelmholtzError (`usage`) for an empty interval.
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { truncatedNormalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = truncatedNormalLikelihood({ low: 0, high: 20, scale: 4 });
 * console.log(meanOf(head.distribution(tensor([[25]]))).dataSync()[0]?.toFixed(2)); // 18.08
 * ```
 */
export function truncatedNormalLikelihood(
  options: LikelihoodOptions &
    TruncatedNormalBounds & { readonly scale?: ParameterSource; readonly minimumScale?: number } = {},
): TruncatedNormalLikelihood {
  return new TruncatedNormalLikelihood(likelihoodConfig(options));
}

const endOption = (byDefault: number) =>
  z
    .union([z.number(), z.literal('none')])
    .default(byDefault)
    .describe('a number in the unit of the data, or "none"');

export const truncatedNormalPart = parameterizedPart(
  'truncatedNormal',
  'numbers from low to high',
  own,
  truncatedNormalLikelihood,
  { low: endOption(0), high: endOption(1) },
);
