import {
  type Tensor,
  abs,
  add,
  clipByValue,
  div,
  exp,
  log,
  minimum,
  mul,
  neg,
  sqrt,
  square,
  sub,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { elementwise } from '../math/elementwise.js';
import { implicit } from '../math/implicit.js';
import { openUniform } from '../math/open-unit.js';
import { FALL } from '../math/tail.js';
import { type Unimodal, integralAndMeans, unimodalQuantile } from '../math/unimodal.js';
import { numbersBetween } from '../bounded-supports.js';
import type { Support } from '../support.js';

/** Stands for an infinite bound in computations: no float32 density reaches it. */
const FAR = 3e38;
/** Bound of a distance in scales whose square is finite. */
const FARTHEST = 1e18;

/** Ends of the interval of a truncated distribution. An end may be infinite. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Normal distribution restricted to an interval, elementwise:
 *
 *     p(x) = N(x; loc, scale^2) / P(low <= X <= high),   low <= x <= high
 *
 * `loc` and `scale` are those of the normal distribution before truncation. `loc` may be outside
 * the interval, by any number of scales.
 *
 * @example
 * ```ts
 * import { TruncatedNormal } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const share = new TruncatedNormal(scalar(0), scalar(0.5), { low: 0, high: 1 });
 * console.log(share.mean().dataSync()[0]?.toFixed(3)); // 0.361
 * console.log(share.logProb(scalar(0)).dataSync()[0]?.toFixed(3)); // 0.514
 * ```
 */
export class TruncatedNormal extends Distribution {
  readonly family = 'truncatedNormal';
  readonly support: Support;
  readonly noise = 'uniform';
  private readonly low: number;
  private readonly high: number;

  /**
   * @param scale positive.
   * @param bounds low < high.
   */
  constructor(
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly bounds: Bounds,
  ) {
    super();
    this.support = numbersBetween(bounds);
    this.low = Math.max(bounds.low, -FAR);
    this.high = Math.min(bounds.high, FAR);
  }

  /**
   * With the mode m, the value of the interval nearest to loc, large terms cancel:
   *
   *     log p(x) = -(x - m) ((x - m) / 2 + m - loc) / scale^2 - log integral - log scale
   */
  logProb(value: Tensor): Tensor {
    const mode = clipByValue(this.loc, this.low, this.high);
    const away = sub(value, mode);
    const factor = div(add(mul(away, 0.5), sub(mode, this.loc)), this.scale);
    const fall = mul(div(away, this.scale), factor);
    return neg(add(fall, add(this.logIntegral(), log(this.scale))));
  }

  /** The quantile of uniform noise, with implicit gradients (Figurnov et al. 2018). */
  sample(noise: Tensor): Tensor {
    const lower = openUniform(noise);
    const upper = sub(1, lower);
    const quantile = implicit(
      (...given) =>
        this.compute(given, (mode, density, [, deviation, below, above]) => [
          clipByValue(
            add(mode, mul(deviation!, unimodalQuantile(density, below!, above!))),
            this.low,
            this.high,
          ),
        ])[0]!,
      (x, loc, scale, below, above) => [
        ...this.sampleSlopes(x, { loc, scale, lower: below, upper: above }),
        zerosLike(x),
        zerosLike(x),
      ],
    );
    return quantile(this.loc, this.scale, lower, upper);
  }

  override mean(): Tensor {
    return this.compute([this.loc, this.scale], (mode, density, [, scale]) => {
      const [, distance] = integralAndMeans(density, (d) => d) as [Tensor, Tensor];
      return [add(mode, mul(scale!, distance))];
    })[0]!;
  }

  override variance(): Tensor {
    return this.compute([this.loc, this.scale], (_, density, [, scale]) => {
      const [, distance] = integralAndMeans(density, (d) => d) as [Tensor, Tensor];
      const [, spread] = integralAndMeans(density, (d) => square(sub(d, distance))) as [Tensor, Tensor];
      return [mul(square(scale!), spread)];
    })[0]!;
  }

  override entropy(): Tensor {
    const [fall] = this.compute([this.loc, this.scale], (_, density) => {
      const [, mean] = integralAndMeans(density, (d) => density.fall(d)) as [Tensor, Tensor];
      return [mean];
    });
    return add(add(this.logIntegral(), log(this.scale)), fall!);
  }

  /** log of the integral of p(x) / p(mode), in scales, with its gradient by moments. */
  private logIntegral(): Tensor {
    const logIntegral = implicit(
      (...given) =>
        this.compute(given, (_, density) => {
          const [integral] = integralAndMeans(density);
          return [log(integral)];
        })[0]!,
      (_, ...given) =>
        this.compute(given, (_mode, density, [, scale]) => {
          const [, distance, fall] = integralAndMeans(
            density,
            (d) => d,
            (d) => density.fall(d),
          ) as [Tensor, Tensor, Tensor];
          return [div(distance, scale!), div(sub(mul(fall, 2), 1), scale!)];
        }),
    );
    return logIntegral(this.loc, this.scale);
  }

  /**
   * By loc and scale, from the probabilities u below and 1 - u above x. With z = (x - loc) / scale,
   * and each end weighed by w = (1 - u) p(low) / p(x) or u p(high) / p(x):
   *
   *     dx / dloc = 1 - sum(w),   dx / dscale = z (1 - sum(w)) + sum(w (x - end) / scale)
   */
  private sampleSlopes(
    x: Tensor,
    { loc, scale, lower, upper }: Readonly<Record<'loc' | 'scale' | 'lower' | 'upper', Tensor>>,
  ): Tensor[] {
    const z = div(sub(x, loc), scale);
    const ofEnd = (end: number, share: Tensor): [weight: Tensor, moment: Tensor] => {
      const distance = clipByValue(div(sub(x, end), scale), -FARTHEST, FARTHEST);
      const rise = mul(distance, sub(z, mul(distance, 0.5)));
      const weight = exp(minimum(add(log(share), rise), 0));
      return [weight, mul(weight, distance)];
    };
    const [low, high] = [ofEnd(this.low, upper), ofEnd(this.high, lower)];
    const rest = sub(1, add(low[0], high[0]));
    return [rest, add(mul(z, rest), add(low[1], high[1]))];
  }

  /** Calls a function of vectors with the mode and the density around it, in scales. */
  private compute(
    given: readonly Tensor[],
    results: (mode: Tensor, density: Unimodal, given: readonly Tensor[]) => readonly Tensor[],
  ): Tensor[] {
    return elementwise(given, (...vectors) => {
      const [loc, scale] = vectors as [Tensor, Tensor];
      const mode = clipByValue(loc, this.low, this.high);
      return results(mode, this.around(mode, loc, scale), vectors);
    });
  }

  private around(mode: Tensor, loc: Tensor, scale: Tensor): Unimodal {
    /** How far the mode is from loc: the slope of the fall at the mode. */
    const decay = div(abs(sub(mode, loc)), scale);
    return {
      roomBelow: div(sub(mode, this.low), scale),
      roomAbove: div(sub(this.high, mode), scale),
      fall: (d) => mul(abs(d), add(mul(abs(d), 0.5), decay)),
      reach(d) {
        const slope = add(decay, d);
        return div(2 * FALL, add(slope, sqrt(add(square(slope), 2 * FALL))));
      },
    };
  }
}
