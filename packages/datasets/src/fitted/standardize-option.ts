import { HelmholtzError } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import type { Standardize, StandardizeMethod } from './standardize.js';

/** A method, or a method with whether each element or all of them share a center and scale. */
export type StandardizeOption =
  StandardizeMethod | { readonly method: StandardizeMethod; readonly by?: Standardize['by'] | undefined };

/**
 * Completes an option: elements of vectors have their own center and scale by default, all elements
 * of images and series share one. Columns of a table of series have their own units, so that each
 * channel has its own center and scale.
 */
export function standardizeOf(
  option: StandardizeOption,
  { shape, series }: Pick<Dataset, 'shape' | 'series'>,
): Standardize {
  const { method, by } = typeof option === 'string' ? { method: option, by: undefined } : option;
  if (method === 'none') return { method, by: 'whole' };
  if (method === 'mean' || method === 'squeeze') {
    const what = method === 'mean' ? 'standardized by their mean alone' : 'squeezed between 0 and 1';
    throw new HelmholtzError('usage', `Arrays are not ${what}.`, {
      hint: `Choose standard, robust, unit or none. A column of a table may have ${method}.`,
    });
  }
  return { method, by: by ?? (shape.length === 1 ? 'element' : series?.table ? 'channel' : 'whole') };
}

/**
 * The method of the real columns of a table. @throws HelmholtzError (`usage`) for a table as a
 * whole.
 */
export function columnMethod(option: StandardizeOption = 'standard'): StandardizeMethod {
  const { method, by } = typeof option === 'string' ? { method: option, by: undefined } : option;
  if ((by !== 'whole' && by !== 'channel') || method === 'none') return method;
  throw new HelmholtzError(
    'usage',
    "A table can't be standardized as a whole: its columns have their own units.",
    {
      hint: `Leave \`by\` out: standardize: ${method}.`,
    },
  );
}
