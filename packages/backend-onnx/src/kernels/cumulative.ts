import { itemAt } from '../graph/item-at.js';
import type { CumsumAttrs } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { cast } from '../graph/operators/elementwise.js';
import { operation, scalarConstant } from '../graph/operators/operation.js';

interface X {
  x: unknown;
}

export const cumulativeKernels: readonly Kernel[] = [
  kernel<X, CumsumAttrs>(
    { name: 'Cumsum', cases: 'one axis or more' },
    ({ x }, { axis, exclusive, reverse }) => {
      if (x.shape.length === 0) return undefined;
      const position = itemAt(util.parseAxisParam(axis, [...x.shape]), 0);
      const numbers = x.type === 'bool' ? cast(x, 'int32') : x;
      return operation('CumSum', [numbers, scalarConstant(position, 'int64')], numbers, {
        exclusive: Number(exclusive),
        reverse: Number(reverse),
      });
    },
  ),
];
