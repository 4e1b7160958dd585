import { type Tensor, add, expandDims, gather, range, reshape, topk, transpose } from '@tensorflow/tfjs-core';

/**
 * Permutes each column of a matrix, [rows, columns], by the order of other numbers of the same shape:
 * the row of the largest of a column comes first.
 */
export function permutedColumns(matrix: Tensor, order: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const { indices } = topk(transpose(order), rows);
  const starts = expandDims(range(0, rows * columns, rows, 'int32'), 1);
  const places = reshape(add(indices, starts), [-1]);
  const permuted = gather(reshape(transpose(matrix), [-1]), places as never);
  return transpose(reshape(permuted, [columns, rows]));
}
