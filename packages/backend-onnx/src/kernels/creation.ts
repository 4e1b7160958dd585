import type { DiagInputs, FillAttrs, OneHotAttrs, OneHotInputs } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { cast, equal, where } from '../graph/operators/elementwise.js';
import { dataOf, scalarConstant } from '../graph/operators/operation.js';
import { range } from '../graph/operators/range.js';
import { expand, reshape } from '../graph/operators/shape.js';
import { type ElementType, Value } from '../graph/value.js';

const filled = (name: string, value: number): Kernel =>
  kernel<{ x: unknown }>(name, ({ x }) => expand(scalarConstant(value, x.type), x.shape));

export const creationKernels: readonly Kernel[] = [
  kernel<object, FillAttrs>({ name: 'Fill', cases: 'numbers' }, (_, { shape, value, dtype }) => {
    if (typeof value === 'string' || dtype === 'string' || dtype === 'complex64') return undefined;
    const type = (dtype as ElementType | undefined) ?? 'float32';
    // Fed, not part of the graph: a program may fill with another number each time.
    return expand(Value.leaf(dataOf(type, [value]), [], type), shape);
  }),
  filled('OnesLike', 1),
  filled('ZerosLike', 0),
  kernel<OneHotInputs, OneHotAttrs>(
    { name: 'OneHot', cases: 'int32 indices' },
    ({ indices }, { depth, onValue, offValue, dtype }) => {
      if (indices.type !== 'int32' || depth === 0) return undefined;
      const type = (dtype as ElementType | undefined) ?? 'float32';
      const hot = equal(reshape(indices, [...indices.shape, 1]), range(depth));
      if (onValue === 1 && offValue === 0) return cast(hot, type);
      return where(hot, scalarConstant(onValue, type), scalarConstant(offValue, type));
    },
  ),
  kernel<DiagInputs>('Diag', ({ x }) => {
    const diagonal = equal(reshape(range(x.size), [x.size, 1]), range(x.size));
    const matrix = where(diagonal, reshape(x, [1, x.size]), scalarConstant(0, x.type));
    return reshape(matrix, [...x.shape, ...x.shape]);
  }),
];
