import { HelmholtzError } from '@helmholtz/base';
import { sizeOf } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

/** @throws HelmholtzError (`usage`) for an index that a data set does not have. */
export function checkIndices(indices: readonly number[], { name, size }: Dataset): void {
  const outside = indices.find((index) => index < 0 || index >= size);
  if (outside === undefined) return;
  throw new HelmholtzError('usage', `${name} has no example ${outside}.`, {
    hint: `It has examples 0 to ${size - 1}.`,
  });
}

/** @throws the error of a data set that has no examples. */
export function requireExamples(dataset: Dataset): void {
  if (dataset.size > 0) return;
  const values = new Float32Array(sizeOf(dataset.shape));
  dataset.read([0], values, { next: () => 0 });
}

/** All indices of a data set, or of its first examples. */
export function indicesOf({ size }: Dataset, most = Infinity): number[] {
  return Array.from({ length: Math.min(size, most) }, (_, index) => index);
}
