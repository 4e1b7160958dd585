import { itemAt } from '@helmholtz/base';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/**
 * Returns `count` points of vectors of independent standard Gumbel variables, [count, size]. A mean
 * over the points approximates an expectation. The points are always the same: folded Richtmyer
 * points, multiples of the square roots of primes (Genz and Bretz 2009, section 4.2.2).
 */
export function gumbelPoints(count: number, size: number): Tensor {
  const steps = primes(size).map((prime) => Math.sqrt(prime) % 1);
  const points = new Float32Array(count * size);
  for (let index = 0; index < points.length; index++) {
    const along = ((Math.floor(index / size) + 1) * itemAt(steps, index % size) + 0.5) % 1;
    const share = Math.min(Math.max(Math.abs(2 * along - 1), LEAST), 1 - LEAST);
    points[index] = -Math.log(-Math.log(share));
  }
  return tensor(points, [count, size]);
}

/** Where a point falls on an end of the interval. */
const LEAST = 1e-7;

function primes(count: number): number[] {
  const smallestPrimes: number[] = [];
  for (let candidate = 2; smallestPrimes.length < count; candidate++) {
    if (smallestPrimes.every((prime) => candidate % prime !== 0)) smallestPrimes.push(candidate);
  }
  return smallestPrimes;
}
