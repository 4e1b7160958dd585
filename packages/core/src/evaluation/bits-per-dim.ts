import { itemAt } from '@helmholtz/base';
import { isWithin, oneHotVectors, RandomStream } from '@helmholtz/distributions';
import type { LatentVariableModel } from '../graph/model.js';
import type { LikelihoodColumn } from '../graph/roles.js';
import type { ObservedVariable } from '../graph/variables.js';
import type { Dataset } from '../training/dataset.js';
import { sizeOf } from '../training/dataset.js';
import { feedOf } from '../training/feed.js';

/**
 * Returns bits per dimension:
 *
 *     nll / (dimensions log 2)
 *
 * This is the average length of a lossless code. The elements of all observed variables count as
 * dimensions. The one-hot elements of a category count as one dimension together. Missing values
 * have no code, so they are not counted: then `dimensions` is the mean over the examples. Returns
 * undefined if `bitsPerDimProblem` returns a reason, or if all values are missing.
 *
 * @param nll negative log-likelihood in nats per example.
 *
 * @example
 * ```ts
 * import { bitsPerDim } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'bits', shape: [2], data: [[0, 1]] });
 * const nll = 2 * Math.LN2; // two fair coins
 * console.log(bitsPerDim(buildModel(defaultSpec('vae', [2])), data, nll)); // 1
 * ```
 */
export function bitsPerDim(model: LatentVariableModel, data: Dataset, nll: number): number | undefined {
  if (bitsPerDimProblem(model, data) !== undefined) return undefined;
  const dimensions = model.observed.reduce(
    (count, observed) => count + (observedDimensions(model, data, observed) ?? dimensionsOf(observed)),
    0,
  );
  return dimensions === 0 ? undefined : nll / (dimensions * Math.LN2);
}

/**
 * Returns the reason why data have no bits per dimension, as one line; undefined if they have.
 * Values need probabilities: a density of real numbers gives none, nor does a Bernoulli likelihood
 * of grey values.
 *
 * @example
 * ```ts
 * import { bitsPerDimProblem } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('vae', [2]));
 * const grey = arrayDataset({ name: 'grey', shape: [2], data: [[0.2, 0.7]] });
 * console.log(bitsPerDimProblem(model, grey));
 * // "x" has grey values, but a Bernoulli likelihood defines probabilities of 0 and 1 only.
 * ```
 */
export function bitsPerDimProblem(model: LatentVariableModel, data: Dataset): string | undefined {
  for (const observed of model.observed) {
    const problem = problemOf(model, data, observed);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function dimensionsOf({ input, likelihood }: ObservedVariable): number {
  const { shape } = input;
  const categories = isWithin(likelihood.support, oneHotVectors) ? itemAt(shape, -1) : 1;
  if (!likelihood.columns) return sizeOf(shape) / categories;
  const ofColumns = likelihood.columns.reduce(
    (count, { size, support }) => count + (isWithin(support, oneHotVectors) ? 1 : size),
    0,
  );
  return (sizeOf(shape) / itemAt(shape, -1)) * ofColumns;
}

/**
 * Returns the mean number of dimensions that are observed in an example; undefined for a variable
 * whose values are all there.
 */
function observedDimensions(
  model: LatentVariableModel,
  data: Dataset,
  { input, likelihood }: ObservedVariable,
): number | undefined {
  const isCategory = !likelihood.columns && isWithin(likelihood.support, oneHotVectors);
  if (likelihood.missing !== true && !isCategory) return undefined;
  const { variable } = itemAt(feedOf(model, data).variables, model.inputs.indexOf(input));
  const widths = groupWidths({ input, likelihood });
  const size = sizeOf(input.shape);
  let observed = 0;
  for (let start = 0; start < data.size; start += LOOKED_AT) {
    const count = Math.min(LOOKED_AT, data.size - start);
    const values = new Float32Array(count * size);
    const indices = Uint32Array.from({ length: count }, (_, row) => start + row);
    variable.read(indices, values, new RandomStream(0, 'check'));
    let at = 0;
    while (at < values.length) {
      for (const width of widths) {
        const group = values.subarray(at, (at += width));
        // A missing category is NaN, or zeros alone.
        const isThere = width === 1 ? !Number.isNaN(group[0]) : group.some((value) => value > 0);
        if (isThere) observed++;
      }
    }
  }
  return observed / data.size;
}

/** Number of elements of each dimension, along the last axis. */
function groupWidths({
  input: { shape },
  likelihood,
}: Pick<ObservedVariable, 'input' | 'likelihood'>): number[] {
  if (likelihood.columns) {
    return likelihood.columns.flatMap(({ size, support }) =>
      isWithin(support, oneHotVectors) ? [size] : new Array<number>(size).fill(1),
    );
  }
  const lastLength = itemAt(shape, -1);
  return isWithin(likelihood.support, oneHotVectors) ? [lastLength] : new Array<number>(lastLength).fill(1);
}

const LOOKED_AT = 256;

function problemOf(
  model: LatentVariableModel,
  data: Dataset,
  { name, likelihood, input }: ObservedVariable,
): string | undefined {
  const elements = sizeOf(input.shape);
  const { family, support } = likelihood;
  const columns: readonly LikelihoodColumn[] = likelihood.columns ?? [
    { name, family, support, size: elements },
  ];
  const takesGrey = columns.map((column) => column.support.contains(0.5));
  if (!takesGrey.includes(true)) return undefined;
  const density = columns.find((column, index) => takesGrey[index] && column.family !== 'bernoulli');
  if (density) {
    return `The likelihood "${density.family}" of "${density.name}" is a density: its values have no probabilities.`;
  }
  const binary = columns.flatMap(({ size }, index) =>
    new Array<boolean>(size).fill(itemAt(takesGrey, index)),
  );
  const { variable } = itemAt(feedOf(model, data).variables, model.inputs.indexOf(input));
  const count = Math.min(LOOKED_AT, data.size);
  const values = new Float32Array(count * elements);
  variable.read(
    Uint32Array.from({ length: count }, (_, index) => index),
    values,
    new RandomStream(0, 'check'),
  );
  // A missing value is NaN.
  const isGrey = values.some(
    (value, position) => binary[position % elements] && !Number.isNaN(value) && !Number.isInteger(value),
  );
  return isGrey
    ? `"${name}" has grey values, but a Bernoulli likelihood defines probabilities of 0 and 1 only.`
    : undefined;
}
