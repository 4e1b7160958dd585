import { readExamples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { inUnitsOfData } from '../generating/units-of-data.js';
import { whiteOf } from './white.js';

/** Values of a data set that are drawn black and white. */
export interface GreyRange {
  readonly black: number;
  readonly white: number;
}

/** Rounding of values from 0 to 1 that were standardized and inverted. */
const ROUNDING = 1e-3;
const LOOKED_AT = 100;

/**
 * Returns 0 and 1 for grey values, 0 and 255 for bytes. Other numbers, such as decibels, are drawn
 * from their minimum in the training data to their maximum.
 */
export function greyRange(dataset: Dataset): GreyRange {
  const white = whiteOf(dataset);
  const { minimum, maximum } = rangeOf(dataset);
  const isGrey = minimum >= -ROUNDING && maximum <= white + ROUNDING;
  return isGrey || !(minimum < maximum) ? { black: 0, white } : { black: minimum, white: maximum };
}

/** Range of the training data, or of the first examples if it is unknown. */
function rangeOf(dataset: Dataset): { readonly minimum: number; readonly maximum: number } {
  const { fitted, size } = dataset;
  if (fitted?.form === 'array') return fitted.summary;
  const indices = Array.from({ length: Math.min(LOOKED_AT, size) }, (_, index) => index);
  const range = { minimum: Infinity, maximum: -Infinity };
  for (const value of inUnitsOfData(dataset, readExamples(dataset, indices).values)) {
    if (!Number.isFinite(value)) continue;
    range.minimum = Math.min(range.minimum, value);
    range.maximum = Math.max(range.maximum, value);
  }
  return range;
}
