import {
  type Tensor,
  add,
  div,
  exp,
  greater,
  maximum,
  minimum,
  mul,
  neg,
  relu,
  sqrt,
  square,
  sub,
  sum,
  tidy,
  where,
} from '@tensorflow/tfjs-core';

import { gaussLegendre } from './gauss-legendre.js';

/** One tail of a distribution of real numbers, at a point; all of one shape. */
export interface Tail {
  /** The logarithm of the probability beyond the point. */
  readonly logTail: Tensor;
  /** That probability over the density at the point. */
  readonly mills: Tensor;
}

/**
 * Decrease of the exponent of an integrand at the end of the integral. The rest of the integral is
 * below the precision of float32.
 */
export const FALL = 18;
const NODES = 24;

/**
 * Integrates exp(-fall(s)), and this times each factor, from s = 0 on: a log-concave density beyond
 * a point, in proportion to the density there. All terms have one sign, so that far tails have as
 * many digits as near ones.
 *
 * @param length where the fall is `FALL`, [elements].
 * @param fall 0 at 0, convex and increasing, at distances [nodes, elements].
 * @param factors at distances, too.
 * @returns the integral, and that with each factor: [elements].
 */
export function tailIntegrals(
  length: Tensor,
  fall: (s: Tensor) => Tensor,
  ...factors: readonly ((s: Tensor) => Tensor)[]
): readonly Tensor[] {
  const { nodes, weights } = gaussLegendre(NODES);
  const distances = mul(length, nodes);
  const masses = mul(exp(neg(fall(distances))), weights);
  const integral = (values: Tensor): Tensor => mul(sum(values, 0), length);
  return [integral(masses), ...factors.map((factor) => integral(mul(masses, factor(distances))))];
}

/**
 * Newton's method from above the root of an increasing, convex function: each step comes nearer
 * from the same side.
 */
export function newtonFromAbove(
  start: Tensor,
  value: (x: Tensor) => Tensor,
  slope: (x: Tensor) => Tensor,
  steps: number,
): Tensor {
  let x = start;
  for (let step = 0; step < steps; step++) {
    const from = x;
    x = tidy(() => sub(from, div(value(from), slope(from))));
  }
  return x;
}

/** A tail at a distance from the mode. */
interface TailAtDistance {
  /** Its logarithm minus the wanted one. */
  readonly excess: Tensor;
  readonly mills: Tensor;
  /** How fast the logarithm of the density falls there. */
  readonly decay: Tensor;
}

/**
 * Halley's method for the distance from the mode at which a tail is the wanted one. With r = 1 /
 * mills, the logarithm of a tail has the slope -r and the curvature -r (r - decay).
 */
export function halleySteps(
  start: Tensor,
  steps: number,
  tail: (distance: Tensor) => TailAtDistance,
): Tensor {
  let distance = start;
  for (let step = 0; step < steps; step++) {
    const from = distance;
    distance = tidy(() => {
      const { excess, mills, decay } = tail(from);
      const bend = add(1, mul(mul(excess, 0.5), sub(1, mul(decay, mills))));
      return relu(add(from, div(mul(excess, mills), maximum(bend, 0.5))));
    });
  }
  return distance;
}

/**
 * A number above where linear s + curved (exp(-s) - 1 + s) is `end`, since the latter is at least
 * s^2 / (2 + s).
 */
export function fallBound(linear: Tensor | number, curved: Tensor, end: Tensor | number): Tensor {
  const total = add(linear, curved);
  const middle = sub(end, mul(linear, 2));
  const root = sqrt(add(square(middle), mul(mul(total, end), 8)));
  const apart = div(mul(end, 4), maximum(sub(root, minimum(middle, 0)), 1e-30));
  return where(greater(middle, 0), div(add(middle, root), mul(total, 2)), apart);
}
