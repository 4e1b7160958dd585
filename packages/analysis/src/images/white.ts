import { readExamples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

const BYTE = 255;
/**
 * More than any grey value or standardized pixel; among a hundred images of bytes some pixel is
 * lighter.
 */
const NO_GREY_VALUE = 16;
const LOOKED_AT = 100;

/**
 * The value of white in the images of a data set: 1, or 255 where its first examples have pixels as
 * files have them.
 */
export function whiteOf(dataset: Dataset): number {
  const { fitted, size } = dataset;
  // Standardized pixels, and none at all, don't show it.
  if (fitted?.form === 'array' && (fitted.center || size === 0)) {
    return fitted.summary.maximum > NO_GREY_VALUE ? BYTE : 1;
  }
  const indices = Array.from({ length: Math.min(LOOKED_AT, dataset.size) }, (_, index) => index);
  return readExamples(dataset, indices).values.some((value) => value > NO_GREY_VALUE) ? BYTE : 1;
}
