/**
 * Names of the data sets of `@helmholtz/datasets`. Here, because the types of specs use them, and a
 * model can be declared where no data set is installed.
 *
 * @example
 * ```ts
 * import { datasetNames } from '@helmholtz/base';
 *
 * console.log(datasetNames.includes('mnist')); // true
 * ```
 */
export const datasetNames = [
  'digits',
  'mnist',
  'fashion-mnist',
  'npy',
  'csv',
  'table',
  'images',
  'audio',
] as const;

export type DatasetName = (typeof datasetNames)[number];
