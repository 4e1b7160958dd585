import { itemAt } from '@helmholtz/base';
import { type Tensor, concat, reshape, split } from '@tensorflow/tfjs-core';

import { reordering, reorderLast } from '../math/reorder-last.js';

/** Size of the columns of a block, and their positions if there are several. */
interface BlockColumns {
  readonly size: number;
  readonly columns?: readonly number[] | undefined;
}

/** Order of the elements of a row by blocks of columns. */
export interface RowLayout {
  /** Positions of the columns of each block. */
  readonly columns: readonly (readonly number[])[];
  /** Splits a row [..., elements]: [..., size] for a column, [..., columns, size] for several. */
  readonly parts: (row: Tensor) => Tensor[];
  /** Joins parts to a row: the inverse of `parts`. */
  readonly join: (parts: readonly Tensor[]) => Tensor;
}

/**
 * Returns the layout of rows with these blocks.
 *
 * @example
 * ```ts
 * import { rowLayout } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const layout = rowLayout([{ size: 1, columns: [0, 2] }, { size: 1 }]);
 * const [outer, middle] = layout.parts(tensor([[1, 2, 3]]));
 * console.log(outer?.dataSync(), middle?.dataSync()); // Float32Array(2) [ 1, 3 ] Float32Array(1) [ 2 ]
 * ```
 */
export function rowLayout(blocks: readonly BlockColumns[]): RowLayout {
  const columns = placed(blocks);
  const sizes: number[] = [];
  columns.forEach((at, block) => at.forEach((column) => (sizes[column] = itemAt(blocks, block).size)));
  const starts: number[] = [];
  sizes.reduce((start, size, column) => (starts[column] = start) + size, 0);
  const elements = columns.flatMap((blockColumns) =>
    blockColumns.flatMap((column) =>
      Array.from({ length: itemAt(sizes, column) }, (_, element) => itemAt(starts, column) + element),
    ),
  );
  const change = reordering(elements);
  const back = change && { order: change.inverse, inverse: change.order };
  const widths = columns.map((at, block) => at.length * itemAt(blocks, block).size);
  const isStacked = (block: number): boolean => itemAt(blocks, block).columns !== undefined;
  return {
    columns,
    parts: (row) =>
      // TensorFlow.js has no gradient of a split into one part.
      (widths.length === 1 ? [row] : split(reorderLast(row, change), widths, -1)).map((part, block) =>
        isStacked(block) ? reshape(part, [...part.shape.slice(0, -1), -1, itemAt(blocks, block).size]) : part,
      ),
    join(parts) {
      const flat = parts.map((part, block) =>
        isStacked(block) ? reshape(part, [...part.shape.slice(0, -2), itemAt(widths, block)]) : part,
      );
      return reorderLast(concat(flat, -1), back);
    },
  };
}

/** Positions of the columns of each block; a block without positions is the next column. */
function placed(blocks: readonly BlockColumns[]): (readonly number[])[] {
  const claimed = new Set(blocks.flatMap(({ columns = [] }) => columns));
  let next = 0;
  return blocks.map(({ columns }) => {
    if (columns) return columns;
    while (claimed.has(next)) next++;
    return [next++];
  });
}
