import { itemAt } from '../graph/item-at.js';
import {
  type PackAttrs,
  type SplitVAttrs,
  type SplitVInputs,
  type TileAttrs,
  type TileInputs,
  type UnpackAttrs,
  type UnpackInputs,
  backend_util,
  util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel, variadicKernel } from './kernel.js';
import { integers, operation } from '../graph/operators/operation.js';
import { concat, reshape, split, expand } from '../graph/operators/shape.js';

/** Non-negative axis. */
const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

const inserted = (shape: readonly number[], axis: number): number[] => [
  ...shape.slice(0, axis),
  1,
  ...shape.slice(axis),
];

/** Kernels that join and split tensors. */
export const joiningKernels: readonly Kernel[] = [
  variadicKernel<{ axis: number }>({ name: 'Concat', cases: 'tensors of one type' }, (values, { axis }) => {
    if (values.some(({ type }) => type !== itemAt(values, 0).type)) return undefined;
    const position = itemAt(util.parseAxisParam(axis, [...itemAt(values, 0).shape]), 0);
    backend_util.assertParamsConsistent(
      values.map(({ shape }) => [...shape]),
      position,
    );
    return concat(values, position);
  }),
  variadicKernel<PackAttrs>('Pack', (values, { axis }) => {
    const { shape, type } = itemAt(values, 0);
    for (const value of values) {
      const problem = 'All tensors passed to stack must have matching';
      util.assertShapesMatch([...shape], [...value.shape], `${problem} shapes: `);
      util.assert(value.type === type, () => `${problem} dtypes: ${type} and ${value.type}.`);
    }
    const position = axisOf(axis, shape.length + 1);
    return concat(
      values.map((value) => reshape(value, inserted(shape, position))),
      position,
    );
  }),
  kernel<UnpackInputs, UnpackAttrs>('Unpack', ({ value }, { axis }) => {
    const position = axisOf(axis, value.shape.length);
    const shape = value.shape.filter((_, index) => index !== position);
    const lengths = Array.from({ length: itemAt(value.shape, position) }, () => 1);
    return split(value, lengths, position).map((part) => reshape(part, shape));
  }),
  kernel<SplitVInputs, SplitVAttrs>(
    { name: 'SplitV', cases: 'results with elements' },
    ({ x }, { numOrSizeSplits, axis }) => {
      const position = itemAt(util.parseAxisParam(axis, [...x.shape]), 0);
      const sizes = backend_util.prepareSplitSize({ shape: x.shape } as never, numOrSizeSplits, position);
      return sizes.includes(0) ? undefined : split(x, sizes, position);
    },
  ),
  kernel<TileInputs, TileAttrs>({ name: 'Tile', cases: 'results with elements' }, ({ x }, { reps }) => {
    if (reps.includes(0)) return undefined;
    if (reps.every((times) => times === 1)) return x;
    const shape = x.shape.map((length, axis) => length * itemAt(reps, axis));
    // Elementwise operations need no Expand.
    if (x.shape.every((length, axis) => length === 1 || reps[axis] === 1)) return expand(x, shape);
    return operation('Tile', [x, integers(reps)], { shape, type: x.type });
  }),
];
