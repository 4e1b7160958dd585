import { type Tensor, customGrad, gather, tensor1d } from '@tensorflow/tfjs-core';

/** Order of the elements on the last axis, and the order that undoes it. */
export interface Reordering {
  /** Element i of the result is element `order[i]` of the value. */
  readonly order: readonly number[];
  readonly inverse: readonly number[];
}

/** Returns a reordering; undefined for the order that elements already have. */
export function reordering(order: readonly number[]): Reordering | undefined {
  if (order.every((from, to) => from === to)) return undefined;
  const inverse = new Array<number>(order.length);
  order.forEach((from, to) => (inverse[from] = to));
  return { order, inverse };
}

/** Reorders the elements on the last axis. */
export function reorderLast(value: Tensor, change: Reordering | undefined): Tensor {
  if (!change) return value;
  const { order, inverse } = change;
  // The gradient of gather adds up each element by itself, which is slow for a thousand of them.
  return customGrad((given) => ({
    value: gather(given as Tensor, tensor1d([...order], 'int32'), value.rank - 1),
    gradFunc: (slope: Tensor) => reorderLast(slope, { order: inverse, inverse: order }),
  }))(value);
}
