import { HelmholtzError } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { wholeNumber } from '../options.js';

/** `0,7,12` */
export function indexList(text: string): number[] {
  return text.split(',').map(wholeNumber(0));
}

/** @throws HelmholtzError (`usage`) for an index that a data set does not have. */
export function checkIndices(indices: readonly number[], { name, size }: Dataset): void {
  const outside = indices.find((index) => index >= size);
  if (outside === undefined) return;
  throw new HelmholtzError('usage', `${name} has no example ${outside}.`, {
    hint: `It has examples 0 to ${size - 1}.`,
  });
}
