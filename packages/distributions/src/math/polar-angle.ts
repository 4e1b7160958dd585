import {
  type Tensor,
  add,
  atan,
  div,
  fill,
  log,
  maximum,
  minimum,
  mul,
  neg,
  sin,
  sqrt,
  square,
  sub,
} from '@tensorflow/tfjs-core';

import { elementwise } from './elementwise.js';
import { implicit } from './implicit.js';
import { type Unimodal, integralAndMeans, tailMoment, unimodalQuantile } from './unimodal.js';

/** Width of an integral on one side of a mode, in units of 1 / sqrt(curvature). */
const REACH = 9;
const LEAST = 1e-30;

/** Angle between a vector and the mean direction of a von Mises-Fisher distribution. */
interface PolarAngle extends Unimodal {
  /** The most likely angle, and its cosine less 1. */
  readonly mode: Tensor;
  readonly cosineBelowOne: Tensor;
  /** Cosine at a signed distance from the mode, less that of the mode. */
  cosineChange(signedDistance: Tensor): Tensor;
}

/**
 * Angles from the mean direction on the sphere of dimension n: p(t) is in proportion to exp(k cos t)
 * sin(t)^(n - 1), 0 < t < pi. On the circle, n = 1, the mode is 0 and angles have signs.
 *
 * With q = n - 1, the mode has cos t = 2 k / (q + r) and sin(t)^2 = 2 q / (q + r), r = sqrt(q^2 + 4
 * k^2).
 */
function polarAngle(concentration: Tensor, n: number): PolarAngle {
  const q = n - 1;
  const sum = add(sqrt(add(square(mul(concentration, 2)), q * q)), q);
  const least = maximum(sum, LEAST);
  const cosine = q === 0 ? fill(concentration.shape, 1) : div(mul(concentration, 2), least);
  const sine = sqrt(div(2 * q, least));
  const mode = mul(2, atan(div(sine, add(1, cosine))));
  const logSine = log(maximum(sine, LEAST));
  const cosineChange = (distance: Tensor): Tensor => {
    const half = mul(distance, 0.5);
    return mul(mul(sin(add(mode, half)), sin(half)), -2);
  };
  const curvature = add(mul(concentration, cosine), q === 0 ? 0 : div(q, square(sine)));
  const width = div(REACH, sqrt(maximum(curvature, LEAST)));
  const end = sub(Math.PI, mode);
  return {
    mode,
    cosineBelowOne: neg(mul(2, square(sin(mul(mode, 0.5))))),
    cosineChange,
    roomBelow: q === 0 ? end : mode,
    roomAbove: end,
    fall(distance) {
      const ofCosine = neg(mul(concentration, cosineChange(distance)));
      if (q === 0) return ofCosine;
      const logSineThere = log(maximum(sin(add(mode, distance)), LEAST));
      return sub(ofCosine, mul(q, sub(logSineThere, logSine)));
    },
    reach: () => width,
  };
}

/** Moments of the cosine of a polar angle. */
interface CosineMoments {
  /** log of the integral of exp(k (cos t - 1)) sin(t)^(n - 1); both signs of t if n = 1. */
  readonly logIntegral: Tensor;
  /** 1 - E[cos t] */
  readonly meanBelowOne: Tensor;
  readonly variance: Tensor;
  /** Mean square of t, and of sin t. */
  readonly squaredAngle: Tensor;
  readonly squaredSine: Tensor;
}

/** Moments of the cosine, without gradients. */
function cosineMoments(concentration: Tensor, n: number): CosineMoments {
  const [logIntegral, meanBelowOne, variance, squaredAngle, squaredSine] = elementwise(
    [concentration],
    (k) => {
      const angle = polarAngle(k, n);
      const [integral, change, squared, squaredSine] = integralAndMeans(
        angle,
        (d) => angle.cosineChange(d),
        (d) => square(add(angle.mode, d)),
        (d) => square(sin(add(angle.mode, d))),
      ) as [Tensor, Tensor, Tensor, Tensor];
      const [, spread] = integralAndMeans(angle, (d) => square(sub(angle.cosineChange(d), change))) as [
        Tensor,
        Tensor,
      ];
      const logSine = log(maximum(sin(angle.mode), LEAST));
      const atMode = add(mul(k, angle.cosineBelowOne), n === 1 ? 0 : mul(n - 1, logSine));
      return [
        add(log(integral), atMode),
        neg(add(angle.cosineBelowOne, change)),
        spread,
        squared,
        squaredSine,
      ];
    },
  ) as [Tensor, Tensor, Tensor, Tensor, Tensor];
  return { logIntegral, meanBelowOne, variance, squaredAngle, squaredSine };
}

/** Returns the `logIntegral` of the moments, with its gradient by the concentration. */
export function logPolarIntegral(concentration: Tensor, n: number): Tensor {
  return implicit(
    (k) => cosineMoments(k, n).logIntegral,
    (_, k) => [neg(cosineMoments(k, n).meanBelowOne)],
  )(concentration);
}

/** Returns 1 - E[cos t], with its gradient by the concentration, -Var[cos t]. */
export function meanCosineBelowOne(concentration: Tensor, n: number): Tensor {
  return implicit(
    (k) => cosineMoments(k, n).meanBelowOne,
    (_, k) => [neg(cosineMoments(k, n).variance)],
  )(concentration);
}

/**
 * Returns the variance of cos t, and E[sin(t)^2] / n, the variance of a vector along and around its
 * mean direction, without gradients.
 */
export function cosineVariances(
  concentration: Tensor,
  n: number,
): { readonly along: Tensor; readonly around: Tensor } {
  const { variance, squaredSine } = cosineMoments(concentration, n);
  return { along: variance, around: div(squaredSine, n) };
}

/** Returns E[t^2], without a gradient. */
export function meanSquaredAngle(concentration: Tensor, n: number): Tensor {
  return cosineMoments(concentration, n).squaredAngle;
}

/**
 * Quantile of the angle, with implicit gradients by the concentration (Figurnov et al. 2018). If n
 * is 1, it has a sign.
 */
export function polarQuantile(
  concentration: Tensor,
  n: number,
  { lower, upper }: { readonly lower: Tensor; readonly upper: Tensor },
): Tensor {
  const quantile = implicit(
    (given) =>
      elementwise([given, lower, upper], (k, below, above) => {
        const angle = polarAngle(k, n);
        return [add(angle.mode, unimodalQuantile(angle, below, above))];
      })[0]!,
    (at, given) =>
      elementwise([at, given], (t, k) => {
        const angle = polarAngle(k, n);
        const [, change] = integralAndMeans(angle, (d) => angle.cosineChange(d)) as [Tensor, Tensor];
        const distance = sub(t, angle.mode);
        const moment = tailMoment(angle, distance, (d) => sub(angle.cosineChange(d), change));
        const side = sub(mul(2, minimum(maximum(mul(distance, 1e30), 0), 1)), 1);
        return [mul(side, moment)];
      }),
  );
  return quantile(concentration);
}
