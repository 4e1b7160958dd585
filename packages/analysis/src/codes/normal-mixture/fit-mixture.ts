import { HelmholtzError, RandomStream } from '@helmholtz/base';

import { throwIfAborted, type WorkOptions, reportTask } from '../../run/work-options.js';
import { firstResponsibilities } from './first-responsibilities.js';
import { type Covariance, type Fitting, MixtureDensity, type NormalMixture } from './normal-mixture.js';

export interface MixtureOptions {
  /** Number of components; 10 by default. */
  readonly components?: number | undefined;
  /** Covariance matrices with correlations, or variances only; `full` by default. */
  readonly covariance?: Covariance | undefined;
}

/** Least improvement of the mean log-density in nats after which fitting ends. */
const LEAST_GAIN = 1e-3;
const MOST_ITERATIONS = 200;
/** Share of an element's variance that is added to the variances of components. */
const FLOOR = 1e-6;

/**
 * Fits a mixture of normal distributions to vectors by expectation maximization (Dempster et al.
 * 1977). It begins with the clusters of k-means++ (Arthur and Vassilvitskii 2007), and ends when an
 * iteration improves the mean log-density by less than 0.001 nats, or after 200 iterations.
 *
 * @param rows [count, size].
 * @throws HelmholtzError (`usage`) for more components than vectors, (`interrupted`) if aborted.
 */
export async function fitMixture(
  rows: Float64Array,
  size: number,
  seed: number,
  { components = 10, covariance = 'full', ...work }: MixtureOptions & WorkOptions = {},
): Promise<NormalMixture> {
  const count = rows.length / size;
  checkComponents(components, count);
  const task = `fitting a mixture of ${components} normals to ${count} codes`;
  const report = reportTask(work, task);
  const responsibilities = firstResponsibilities(
    { rows, size, components },
    new RandomStream(seed, 'mixture'),
  );
  const floor = variances(rows, size).map((variance) => Math.max(variance * FLOOR, 1e-12));
  let before = -Infinity;
  for (let iteration = 1; ; iteration++) {
    throwIfAborted(work.signal, task);
    const mixture = maximized({ rows, size, components }, responsibilities, covariance, floor);
    const logProb = new MixtureDensity(mixture).responsibilities(rows, responsibilities) / count;
    report(iteration, MOST_ITERATIONS);
    if (logProb - before < LEAST_GAIN || iteration === MOST_ITERATIONS) {
      report(MOST_ITERATIONS, MOST_ITERATIONS);
      return mixture;
    }
    before = logProb;
    // Lets the terminal show the progress, and signals arrive.
    await new Promise((resolve) => void setTimeout(resolve, 0));
  }
}

function checkComponents(components: number, count: number): void {
  if (Number.isInteger(components) && components >= 1 && components <= count) return;
  throw new HelmholtzError('usage', `A mixture of ${components} components does not fit ${count} codes.`, {
    hint: `Give \`components\` as a whole number from 1 to ${count}.`,
  });
}

/**
 * Returns the mixture of the greatest expected log-likelihood given responsibilities (the M-step).
 *
 * @param floor is added to the variances of each component, by element.
 */
export function maximized(
  { rows, size, components }: Fitting,
  responsibilities: Float64Array,
  covariance: Covariance,
  floor: Float64Array,
): NormalMixture {
  const count = rows.length / size;
  const fitted = Array.from({ length: components }, (_, at) => {
    let total = 10 * Number.EPSILON;
    const mean = new Float64Array(size);
    for (let row = 0; row < count; row++) {
      const share = responsibilities[row * components + at]!;
      total += share;
      for (let axis = 0; axis < size; axis++) mean[axis]! += share * rows[row * size + axis]!;
    }
    for (let axis = 0; axis < size; axis++) mean[axis]! /= total;
    const spread = covariance === 'full' ? fullCovariance : diagonalCovariance;
    const shareOf = (row: number): number => responsibilities[row * components + at]! / total;
    return { weight: total / count, mean, spread: spread({ rows, size }, mean, shareOf, floor) };
  });
  const sum = fitted.reduce((all, { weight }) => all + weight, 0);
  return {
    covariance,
    weights: fitted.map(({ weight }) => weight / sum),
    means: fitted.map(({ mean }) => [...mean]),
    covariances: fitted.map(({ spread }) => [...spread]),
  };
}

type Rows = Pick<Fitting, 'rows' | 'size'>;

function fullCovariance(
  { rows, size }: Rows,
  mean: Float64Array,
  shareOf: (row: number) => number,
  floor: Float64Array,
): Float64Array {
  const matrix = new Float64Array(size * size);
  const away = new Float64Array(size);
  for (let row = 0; row * size < rows.length; row++) {
    const share = shareOf(row);
    if (share < 1e-12) continue;
    for (let axis = 0; axis < size; axis++) away[axis] = rows[row * size + axis]! - mean[axis]!;
    for (let axis = 0; axis < size; axis++) {
      const weighted = share * away[axis]!;
      for (let other = 0; other <= axis; other++) matrix[axis * size + other]! += weighted * away[other]!;
    }
  }
  for (let axis = 0; axis < size; axis++) {
    matrix[axis * size + axis]! += floor[axis]!;
    for (let other = 0; other < axis; other++) matrix[other * size + axis] = matrix[axis * size + other]!;
  }
  return matrix;
}

function diagonalCovariance(
  { rows, size }: Rows,
  mean: Float64Array,
  shareOf: (row: number) => number,
  floor: Float64Array,
): Float64Array {
  const spread = Float64Array.from(floor);
  for (let row = 0; row * size < rows.length; row++) {
    const share = shareOf(row);
    for (let axis = 0; axis < size; axis++) {
      spread[axis]! += share * (rows[row * size + axis]! - mean[axis]!) ** 2;
    }
  }
  return spread;
}

/** Returns the variance of each element of vectors, [count, size]. */
function variances(rows: Float64Array, size: number): Float64Array {
  const count = rows.length / size;
  const [sums, squares] = [new Float64Array(size), new Float64Array(size)];
  rows.forEach((value, at) => (sums[at % size]! += value));
  rows.forEach((value, at) => (squares[at % size]! += (value - sums[at % size]! / count) ** 2));
  return squares.map((square) => square / count);
}
