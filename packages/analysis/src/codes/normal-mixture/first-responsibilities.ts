import type { RandomStream } from '@helmholtz/base';

import type { Fitting } from './normal-mixture.js';

const ITERATIONS = 10;

/**
 * Returns first responsibilities, [count, components]: 1 for the cluster of each vector, by k-means
 * from the centres of k-means++ (Arthur and Vassilvitskii 2007).
 */
export function firstResponsibilities(fitting: Fitting, random: RandomStream): Float64Array {
  const { rows, size, components } = fitting;
  const count = rows.length / size;
  const centres = spreadCentres(fitting, random);
  const nearest = new Uint32Array(count);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    for (let row = 0; row < count; row++) nearest[row] = nearestTo(fitting, row, centres);
    const [sums, members] = [new Float64Array(components * size), new Float64Array(components)];
    nearest.forEach((cluster, row) => {
      members[cluster]!++;
      for (let axis = 0; axis < size; axis++) sums[cluster * size + axis]! += rows[row * size + axis]!;
    });
    for (let at = 0; at < components * size; at++) {
      const clusterSize = members[Math.floor(at / size)]!;
      if (clusterSize > 0) centres[at] = sums[at]! / clusterSize;
    }
  }
  const first = new Float64Array(count * components);
  nearest.forEach((cluster, row) => (first[row * components + cluster] = 1));
  return first;
}

/** Centres far from each other: each is drawn in proportion to its squared distance from others. */
function spreadCentres({ rows, size, components }: Fitting, random: RandomStream): Float64Array {
  const count = rows.length / size;
  const centres = new Float64Array(components * size);
  const least = new Float64Array(count).fill(Infinity);
  let chosen = random.nextInteger(count);
  for (let at = 0; at < components; at++) {
    centres.set(rows.subarray(chosen * size, (chosen + 1) * size), at * size);
    let total = 0;
    for (let row = 0; row < count; row++) {
      least[row] = Math.min(least[row]!, distance(rows, row * size, centres, at * size, size));
      total += least[row]!;
    }
    let remaining = random.next() * total;
    chosen = least.findIndex((share) => (remaining -= share) < 0);
    if (chosen === -1) chosen = random.nextInteger(count);
  }
  return centres;
}

function nearestTo({ rows, size, components }: Fitting, row: number, centres: Float64Array): number {
  let [best, least] = [0, Infinity];
  for (let at = 0; at < components; at++) {
    const away = distance(rows, row * size, centres, at * size, size);
    if (away < least) [best, least] = [at, away];
  }
  return best;
}

function distance(
  one: Float64Array,
  start: number,
  other: Float64Array,
  begin: number,
  size: number,
): number {
  let sum = 0;
  for (let axis = 0; axis < size; axis++) sum += (one[start + axis]! - other[begin + axis]!) ** 2;
  return sum;
}
