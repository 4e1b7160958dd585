import * as tf from '@tensorflow/tfjs-core';

import type { Operation } from '../fuzz/operations.js';

export const operations: readonly Operation[] = [
  {
    name: 'cumsum',
    kind: 'exact',
    apply: ([x], choice) =>
      x.rank > 0 && x.dtype !== 'bool'
        ? tf.cumsum(x, choice.below(x.rank), choice.below(2) === 0, choice.below(2) === 0)
        : undefined,
  },
];
