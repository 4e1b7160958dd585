// The four energies of Rezende and Mohamed 2015, table 1, as functions of two coordinates, and
// their normalizers by a grid. Three of them do not end along z1: a wall at |z1| = 4 makes
// densities of them.
import { firstItems } from '@helmholtz/base';
import {
  add,
  div,
  exp,
  logSumExp,
  mul,
  relu,
  sigmoid,
  sin,
  split,
  sqrt,
  square,
  squeeze,
  stack,
  sub,
  abs,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/** @import { Tensor } from '@tensorflow/tfjs-core' */

/** @typedef {'ring' | 'wave' | 'two waves' | 'fork'} Energy */

/**
 * @param {Tensor} x
 * @param {Tensor | number} center
 * @param {number} width
 */
const bell = (x, center, width) => mul(-0.5, square(div(sub(x, center), width)));
const wave = (/** @type {Tensor} */ z1) => sin(mul(z1, (2 * Math.PI) / 4));
const wall = (/** @type {Tensor} */ z1) => mul(0.5, square(div(relu(sub(abs(z1), 4)), 0.2)));
/**
 * @param {Tensor} one
 * @param {Tensor} other
 */
const either = (one, other) => logSumExp(stack([one, other]), 0);

/**
 * log of the density without its normalizer.
 *
 * @type {Readonly<Record<Energy, (z1: Tensor, z2: Tensor) => Tensor>>}
 */
const logs = {
  ring: (z1, z2) => {
    const radius = sqrt(add(square(z1), square(z2)));
    return add(bell(radius, 2, 0.4), either(bell(z1, 2, 0.6), bell(z1, -2, 0.6)));
  },
  wave: (z1, z2) => sub(bell(z2, wave(z1), 0.4), wall(z1)),
  'two waves': (z1, z2) => {
    const off = mul(3, exp(bell(z1, 1, 0.6)));
    return sub(either(bell(z2, wave(z1), 0.35), bell(z2, sub(wave(z1), off), 0.35)), wall(z1));
  },
  fork: (z1, z2) => {
    const off = mul(3, sigmoid(div(sub(z1, 1), 0.3)));
    return sub(either(bell(z2, wave(z1), 0.4), bell(z2, sub(wave(z1), off), 0.35)), wall(z1));
  },
};

export const energies = /** @type {Energy[]} */ (Object.keys(logs));

/**
 * -U(z), [...] of z [..., 2].
 *
 * @param {Energy} energy
 * @param {Tensor} z
 */
export function logDensity(energy, z) {
  const [z1, z2] = firstItems(
    split(z, 2, -1).map((part) => squeeze(part, [-1])),
    2,
  );
  return logs[energy](z1, z2);
}

/**
 * The centres of the cells of a square grid from -side to side, rows from the top.
 *
 * @param {number} side
 * @param {number} cells
 */
function grid(side, cells) {
  const centers = Array.from({ length: cells }, (_, index) => -side + ((index + 0.5) * 2 * side) / cells);
  return tensor(centers.toReversed().flatMap((z2) => centers.map((z1) => [z1, z2])));
}

/**
 * log of the integral of exp(-U), by midpoints.
 *
 * @param {Energy} energy
 */
export function logNormalizer(energy) {
  const [side, cells] = [8, 800];
  const values = valuesOf(() => logDensity(energy, grid(side, cells)));
  const sum = values.reduce((total, value) => total + Math.exp(value), 0);
  return Math.log(sum) + 2 * Math.log((2 * side) / cells);
}

/**
 * The density on a grid of a picture, without its normalizer.
 *
 * @param {Energy} energy
 * @param {number} side
 * @param {number} cells
 */
export function densityPicture(energy, side, cells) {
  return valuesOf(() => exp(logDensity(energy, grid(side, cells))));
}

/** @param {() => Tensor} compute */
function valuesOf(compute) {
  const result = tidy(compute);
  const values = Float32Array.from(result.dataSync());
  result.dispose();
  return values;
}
