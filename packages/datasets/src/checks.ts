import { exampleLength, type Dataset, type Labels } from './dataset.js';
import { HelmholtzError } from '@helmholtz/base';

export function checkShape(name: string, shape: readonly number[]): void {
  if (shape.length > 0 && shape.every((size) => Number.isInteger(size) && size > 0)) return;
  throw new HelmholtzError('usage', `${name}: the shape of an example cannot be [${shape.join(', ')}].`, {
    hint: 'Give one positive whole number an axis, such as [28, 28, 1] for a grey image or [784] for a vector.',
  });
}

export function checkLabels(
  name: string,
  size: number,
  labels: Labels | undefined,
  classNames: readonly string[] | undefined,
): void {
  if (labels === undefined) return;
  if (labels.length !== size) {
    throw new HelmholtzError('data', `${name}: there are ${labels.length} labels for ${size} examples.`, {
      hint: 'Give one label an example; the files may belong to different sets.',
    });
  }
  const stray = classNames ? labels.findIndex((label) => label >= classNames.length) : -1;
  if (classNames && stray >= 0) {
    throw new HelmholtzError(
      'data',
      `${name}: label ${labels[stray]} of example ${stray} names none of the ${classNames.length} classes.`,
      { hint: 'Number the classes from 0.' },
    );
  }
}

/** Checks the indices and the buffer of a read: the check of every data set with examples. */
export function checkRead(dataset: Dataset, indices: ArrayLike<number>, out: Float32Array): void {
  const { name, size, shape } = dataset;
  const expected = indices.length * exampleLength(shape);
  if (out.length !== expected) {
    throw new HelmholtzError(
      'usage',
      `${name}: ${indices.length} examples of shape [${shape.join(', ')}] fill ${expected} values, but there is room for ${out.length}.`,
      { hint: 'Read the last batch of an epoch into a subarray of the buffer.' },
    );
  }
  const stray = strayIndex(indices, size);
  if (stray === undefined) return;
  throw new HelmholtzError('usage', `${name}: there is no example ${stray}; the last one is ${size - 1}.`);
}

function strayIndex(indices: ArrayLike<number>, size: number): number | undefined {
  const isStray = (index: number): boolean => !(Number.isInteger(index) && index >= 0 && index < size);
  return Array.prototype.find.call(indices, isStray) as number | undefined;
}

/** Number of an example without a class. */
export const UNLABELLED = -1;

/** Classes by their numbers, from 0 to 255; -1 and NaN stand for a missing class. */
export function toLabels(name: string, labels: ArrayLike<number>): Labels {
  if (labels instanceof Uint8Array) return labels;
  const numbers = Int16Array.from(labels, (label, index) => {
    if (Number.isInteger(label) && label >= UNLABELLED && label <= 255) return label;
    if (Number.isNaN(label)) return UNLABELLED;
    throw new HelmholtzError(
      'data',
      `${name}: label ${label} of example ${index} is not a whole number from 0 to 255.`,
      {
        hint: 'Number the classes from 0. An example without a class has the label -1.',
      },
    );
  });
  return numbers.includes(UNLABELLED) ? numbers : Uint8Array.from(numbers);
}
