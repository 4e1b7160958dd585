import {
  type Tensor,
  abs,
  add,
  clipByValue,
  div,
  exp,
  expm1,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  relu,
  round,
  sub,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { insideUnit } from './open-unit.js';
import { wherePositive } from './where-positive.js';

/** Half of the least step of uniform noise, which stands for 0. */
const LEAST = 2 ** -25;
const STEPS = 64;
/**
 * By how much a log-density is seen to change within a cell, at most; and at least, where it would
 * be divided by.
 */
const STEEPEST = 8;
const FLATTEST = 1e-3;

/** Uniform noise from above 0 to below 1, where inverse distribution functions are finite. */
export function openUniform(uniform: Tensor): Tensor {
  return insideUnit(uniform, LEAST);
}

/**
 * The inverse of a distribution function, for families that have none in closed form: where the
 * density's integral reaches the uniform noise, between edges that `reach` sets. What lies beyond
 * them has to be less than a draw of noise can tell.
 *
 * @param uniform noise, [...sampleShape, batch, ...shape].
 * @param density at a tensor of points.
 */
export function quantile(uniform: Tensor, edges: readonly Tensor[], density: (x: Tensor) => Tensor): Tensor {
  const densities = edges.map(density);
  // Simpson's rule within each cell.
  const mass = (cell: number): Tensor => {
    const [from, to] = [edges[cell]!, edges[cell + 1]!];
    const ends = add(densities[cell]!, densities[cell + 1]!);
    const middle = mul(density(mul(add(from, to), 0.5)), 4);
    return mul(mul(sub(to, from), add(ends, middle)), 1 / 6);
  };
  return inverse(uniform, edges, mass, (cell, share) =>
    alongExponential(share, densities[cell]!, densities[cell + 1]!),
  );
}

/**
 * How far into a cell a share of its mass lies, if the density goes from one end to the other by
 * equal ratios.
 */
function alongExponential(share: Tensor, from: Tensor, to: Tensor): Tensor {
  const [logFrom, logTo] = [log(maximum(from, 1e-30)), log(maximum(to, 1e-30))];
  const rise = clipByValue(sub(logTo, logFrom), -STEEPEST, STEEPEST);
  const uneven = wherePositive(sub(abs(rise), FLATTEST), rise, FLATTEST);
  return div(log1p(mul(share, expm1(uneven))), uneven);
}

/**
 * The same for counts, 0, 1, 2, ...: exact where counts are below `exactly`; beyond, the mass is
 * taken as a density of real numbers, which `spread`, the standard deviation, tells how closely to
 * look at.
 *
 * @param longest how far above the mean, or above `exactly`, counts may lie that noise can tell.
 */
export function countQuantile(
  uniform: Tensor,
  logMass: (count: Tensor) => Tensor,
  { mean, spread, longest }: { mean: Tensor; spread: Tensor; longest: Tensor },
  exactly = 32,
): Tensor {
  const start = exactly - 0.5;
  const centre = maximum(mean, start);
  const below = maximum(start, sub(centre, mul(spread, 8)));
  const single = Array.from({ length: exactly }, (_, count) => add(zerosLike(mean), count - 0.5));
  const rising = Array.from({ length: STEPS + 1 }, (_, step) =>
    add(below, mul(sub(centre, below), step / STEPS)),
  );
  const width = add(minimum(spread, centre), 1);
  const edges = [...single, ...rising, ...reach(width, longest).map((offset) => add(centre, offset))];
  const position = inverse(uniform, edges, (cell) => {
    const [from, to] = [edges[cell]!, edges[cell + 1]!];
    return mul(sub(to, from), exp(logMass(mul(add(from, to), 0.5))));
  });
  return round(position);
}

/**
 * Offsets from a centre, which grow from steps of a fraction of `width` to `length`, both positive.
 */
export function reach(width: Tensor, length: Tensor): Tensor[] {
  const rate = log1p(div(length, width));
  return Array.from({ length: STEPS }, (_, step) => mul(width, expm1(mul(rate, (step + 1) / STEPS))));
}

/**
 * Where the sum of the masses of cells between edges reaches `uniform`.
 *
 * @param within how far into a cell a share of its mass lies: as far, unless given.
 */
function inverse(
  uniform: Tensor,
  edges: readonly Tensor[],
  mass: (cell: number) => Tensor,
  within = (_cell: number, share: Tensor): Tensor => share,
): Tensor {
  let [position, left] = [add(edges[0]!, zerosLike(uniform)), openUniform(uniform)];
  for (let cell = 0; cell + 1 < edges.length; cell++) {
    [position, left] = tidy(() => {
      const own = mass(cell);
      const share = clipByValue(div(left, maximum(own, 1e-30)), 0, 1);
      return [
        add(position, mul(within(cell, share), sub(edges[cell + 1]!, edges[cell]!))),
        relu(sub(left, own)),
      ];
    });
  }
  return position;
}
