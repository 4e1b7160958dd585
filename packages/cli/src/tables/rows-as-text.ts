import {
  type Examples,
  type LatentVariableModel,
  type NamedExamples,
  HelmholtzError,
  sizeOf,
} from '@helmholtz/core';
import type { Column } from '@helmholtz/datasets';

/** Rows of a table as their cells, from what a model says of the variable that they are examples of. */
export function rowsAsText(columns: readonly Column[], { count, shape, values }: Examples): string[][] {
  const width = sizeOf(shape);
  return Array.from({ length: count }, (_, row) => {
    let start = row * width;
    return columns.map(({ size, text }) => text(values.subarray(start, (start += size))));
  });
}

/** Of what was decoded, the variable that the rows of a table are examples of. */
export function rowsOf(
  { observed }: LatentVariableModel,
  columns: readonly Column[],
  decoded: NamedExamples,
): Examples {
  const width = columns.reduce((sum, { size }) => sum + size, 0);
  const found = observed.find(({ input }) => sizeOf(input.shape) === width);
  if (found) return decoded.get(found.name)!;
  throw new HelmholtzError('data', 'The model observes nothing of the size of the rows of the table.', {
    hint: `They have ${width} elements, and its observed variables: ${observed.map((of) => `${of.name} [${of.input.shape.join(', ')}]`).join(', ')}.`,
  });
}
