import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  abs,
  add,
  div,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  logicalAnd,
  maximum,
  minimum,
  mul,
  relu,
  sub,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { tailIntegrals } from './tail.js';

/**
 * Density of one maximum on an interval, relative to its value at the mode. All tensors have the
 * shape [elements].
 */
export interface Unimodal {
  /** Distances from the mode to the two ends of the interval. */
  readonly roomBelow: Tensor;
  readonly roomAbove: Tensor;
  /**
   * Decrease of the log-density at signed distances from the mode, [elements] or [nodes, elements]:
   * 0 at the mode, and increasing on both sides.
   */
  fall(signedDistance: Tensor): Tensor;
  /** Length beyond a distance from the mode after which the rest of a tail is negligible. */
  reach(distance: Tensor): Tensor;
}

/** Integral of a density on both sides of its mode, and the integrals with each factor. */
interface Sides {
  readonly below: Tensor;
  readonly above: Tensor;
  readonly moments: readonly Tensor[];
}

type Factor = (signedDistance: Tensor) => Tensor;

function sides(density: Unimodal, factors: readonly Factor[]): Sides {
  const of = (sign: number, room: Tensor): readonly Tensor[] =>
    tailIntegrals(
      minimum(room, density.reach(zerosLike(room))),
      (s) => density.fall(mul(s, sign)),
      ...factors.map((factor) => (s: Tensor) => factor(mul(s, sign))),
    );
  const [below, ...lower] = of(-1, density.roomBelow) as [Tensor, ...Tensor[]];
  const [above, ...upper] = of(1, density.roomAbove) as [Tensor, ...Tensor[]];
  return { below, above, moments: lower.map((moment, index) => add(moment, itemAt(upper, index))) };
}

/** The integral of the relative density, and the mean of each factor of the signed distance. */
export function integralAndMeans(
  density: Unimodal,
  ...factors: readonly Factor[]
): readonly [Tensor, ...Tensor[]] {
  const { below, above, moments } = sides(density, factors);
  const integral = add(below, above);
  return [integral, ...moments.map((moment) => div(moment, integral))];
}

const STEPS = 9;

/**
 * Quantile as a signed distance from the mode. The smaller of the two tails is the wanted one, so
 * that far tails have all their digits.
 *
 * @param lower probability below the quantile, between 0 and 1.
 * @param upper 1 - lower, which may have more digits.
 */
export function unimodalQuantile(density: Unimodal, lower: Tensor, upper: Tensor): Tensor {
  const { below, above } = sides(density, []);
  const total = add(below, above);
  const isBelow = less(mul(lower, total), below);
  const wanted = where(isBelow, mul(lower, total), minimum(mul(upper, total), above));
  const side = where(isBelow, -1, 1);
  const room = where(isBelow, density.roomBelow, density.roomAbove);
  const body = relu(sub(where(isBelow, below, above), wanted));
  return mul(side, distanceOfTail(density, { side, room, wanted, body }));
}

interface WantedTail {
  readonly side: Tensor;
  readonly room: Tensor;
  readonly wanted: Tensor;
  /** The integral from the mode to the quantile. */
  readonly body: Tensor;
}

/**
 * Newton's method for the logarithm of the tail beyond a distance, whose slope is -1 / mills. The
 * density is at most 1, so the distance is between `body` and room - wanted. A step out of the
 * bracket becomes its middle.
 */
function distanceOfTail(density: Unimodal, { side, room, wanted, body }: WantedTail): Tensor {
  let [low, high] = [minimum(body, room), maximum(sub(room, wanted), body)];
  let distance = low;
  const target = log(wanted);
  for (let step = 0; step < STEPS; step++) {
    const at = { low, high, distance };
    [low, high, distance] = tidy((): [Tensor, Tensor, Tensor] => {
      const start = density.fall(mul(side, at.distance));
      const beyond = (s: Tensor): Tensor => sub(density.fall(mul(side, add(at.distance, s))), start);
      const length = minimum(relu(sub(room, at.distance)), density.reach(at.distance));
      const mills = maximum(itemAt(tailIntegrals(length, beyond), 0), 1e-38);
      const excess = sub(sub(log(mills), start), target);
      const tooNear = greater(excess, 0);
      const from = where(tooNear, at.distance, at.low);
      const to = where(tooNear, at.high, at.distance);
      const next = add(at.distance, mul(excess, mills));
      const inside = logicalAnd(greaterEqual(next, from), lessEqual(next, to));
      return [from, to, where(inside, next, middle(from, to, next))];
    });
  }
  return minimum(relu(distance), room);
}

/** The middle of a bracket, or twice its start if it has no end. */
function middle(from: Tensor, to: Tensor, next: Tensor): Tensor {
  const bounded = less(to, 1e30);
  return where(bounded, mul(add(from, where(bounded, to, from)), 0.5), next);
}

/**
 * Integral of a factor beyond a signed distance from the mode, away from the mode, over the density
 * at that distance.
 */
export function tailMoment(density: Unimodal, signedDistance: Tensor, factor: Factor): Tensor {
  const side = where(less(signedDistance, 0), -1, 1);
  const distance = abs(signedDistance);
  const room = where(less(signedDistance, 0), density.roomBelow, density.roomAbove);
  const start = density.fall(signedDistance);
  const at = (s: Tensor): Tensor => mul(side, add(distance, s));
  const [, moment] = tailIntegrals(
    minimum(relu(sub(room, distance)), density.reach(distance)),
    (s) => sub(density.fall(at(s)), start),
    (s) => factor(at(s)),
  ) as [Tensor, Tensor];
  return moment;
}
