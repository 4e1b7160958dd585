import { firstItems } from '../graph/item-at.js';
import type { TopKAttrs, TopKInputs } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { cast } from '../graph/operators/elementwise.js';
import { integers, operations } from '../graph/operators/operation.js';

export const sortingKernels: readonly Kernel[] = [
  kernel<TopKInputs, TopKAttrs>({ name: 'TopK', cases: 'float32, int32' }, ({ x }, { k }) => {
    if (k === 0 || x.type === 'bool' || x.shape.length === 0) return undefined;
    // Always sorted: the order would otherwise depend on the search.
    const shape = [...x.shape.slice(0, -1), k];
    const [values, positions] = firstItems(
      operations(
        'TopK',
        [x, integers([k])],
        [
          { shape, type: x.type },
          { shape, type: 'int64' },
        ],
        { axis: -1, largest: 1, sorted: 1 },
        x.size,
      ),
      2,
    );
    return [values, cast(positions, 'int32')];
  }),
];
