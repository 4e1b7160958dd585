import type { BatchMatMulAttrs, BatchMatMulInputs } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from '../backend/kernel.js';
import { matrixProduct } from '../graph/operators/matrix.js';

export const matrixKernels: readonly Kernel[] = [
  kernel<BatchMatMulInputs, BatchMatMulAttrs>('BatchMatMul', ({ a, b }, { transposeA, transposeB }) =>
    a.type === 'bool' || a.type !== b.type
      ? undefined
      : matrixProduct(a, b, { a: transposeA, b: transposeB }),
  ),
];
