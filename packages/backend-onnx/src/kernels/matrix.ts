import { type BatchMatMulAttrs, type BatchMatMulInputs, util } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { matrixProduct } from '../graph/operators/matrix.js';

export const matrixKernels: readonly Kernel[] = [
  kernel<BatchMatMulInputs, BatchMatMulAttrs>(
    { name: 'BatchMatMul', cases: 'float32, int32' },
    ({ a, b }, { transposeA, transposeB }) => {
      if (a.type === 'bool' || a.type !== b.type) return undefined;
      util.assert(
        a.shape.at(transposeA ? -2 : -1) === b.shape.at(transposeB ? -1 : -2),
        () =>
          `A matrix product of shapes [${a.shape.join()}]${transposeA ? ' transposed' : ''} and [${b.shape.join()}]${transposeB ? ' transposed' : ''}: the inner lengths differ.`,
      );
      return matrixProduct(a, b, { a: transposeA, b: transposeB });
    },
  ),
];
