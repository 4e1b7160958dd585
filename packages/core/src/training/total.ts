import { type DataVariable, sizeOf } from './dataset.js';

/** Name of the exposure that sums the elements of an example, such as the reads of a cell. */
export const TOTAL = 'total';

/** Returns the sum of the elements of each example that are there, as a variable of one element. */
export function totalOf(variable: DataVariable): DataVariable {
  const length = sizeOf(variable.shape);
  return {
    shape: [1],
    fixed: variable.fixed,
    read(indices, out, random) {
      const values = new Float32Array(indices.length * length);
      variable.read(indices, values, random);
      for (let row = 0; row < indices.length; row++) {
        const example = values.subarray(row * length, (row + 1) * length);
        out[row] = example.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
      }
    },
  };
}
