import { HelmholtzError } from '@helmholtz/base';

import { type Dataset, derive, exampleLength } from '../dataset.js';
import { haveSameAxes } from '../same-axes.js';
import type { FittedArray } from './fitted.js';

/**
 * Applies the parameters fitted to the training examples to other examples, such as their
 * standardization.
 *
 * @throws HelmholtzError (`data`) for examples of another shape.
 */
export function applyArray(fitted: FittedArray, dataset: Dataset): Dataset {
  checkShape(fitted, dataset);
  const { center, scale } = fitted;
  const classNames = dataset.classNames ?? (dataset.labels && fitted.classNames);
  const changes = { fitted, classNames };
  if (!center || !scale) return { ...dataset, ...changes };
  return derive(dataset, {
    ...changes,
    unstandardized: dataset,
    written: dataset.fixed ? writtenIn(dataset) : undefined,
    read(indices, out, random) {
      dataset.read(indices, out, random);
      standardizeIn(out, center, scale);
    },
  });
}

/** Returns numbers as they are before standardization. */
function writtenIn(dataset: Dataset): NonNullable<Dataset['written']> {
  const { name, file = name, shape } = dataset;
  const length = exampleLength(shape);
  return (index, element) => {
    const example = new Float32Array(length);
    dataset.read([index], example, { next: () => 0 });
    // Float32 numbers have about 7 digits: 0.1 would read 0.10000000149.
    const text = `${Number((example[element] ?? NaN).toPrecision(7))}`;
    return { place: `${file}, example ${index}, element ${element}`, text };
  };
}

function standardizeIn(out: Float32Array, center: readonly number[], scale: readonly number[]): void {
  const { length } = center;
  for (let at = 0; at < out.length; at++) {
    const element = length === 1 ? 0 : at % length;
    out[at] = (out[at]! - center[element]!) / scale[element]!;
  }
}

/**
 * Returns elements as numbers in the units of the data: the inverse of `applyArray`. Without
 * standardization they are returned as they are.
 *
 * @param values elements of examples, one after another.
 */
export function invertArray({ center, scale }: FittedArray, values: Float32Array): Float32Array {
  if (!center || !scale) return values;
  const { length } = center;
  return values.map((value, at) => {
    const element = length === 1 ? 0 : at % length;
    return value * scale[element]! + center[element]!;
  });
}

function checkShape(fitted: FittedArray, { name, shape }: Dataset): void {
  if (haveSameAxes(fitted.shape, shape)) return;
  throw new HelmholtzError(
    'data',
    `${name} has examples of shape [${shape.join(', ')}], and the training examples have [${fitted.shape.join(', ')}].`,
    { hint: 'Give examples of that shape, with its axes in that order, along the first axis.' },
  );
}
