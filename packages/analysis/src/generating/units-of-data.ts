import { type Dataset, invertFitted } from '@helmholtz/datasets';

/**
 * Elements of arrays in the units of the data; rows of a table as they are, whose columns write
 * their own cells.
 */
export function inUnitsOfData({ fitted }: Dataset, values: Float32Array): Float32Array {
  if (fitted?.form !== 'array') return values;
  const inverted = invertFitted(fitted, values);
  return 'values' in inverted ? inverted.values : values;
}
