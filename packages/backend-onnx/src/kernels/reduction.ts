import { util } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from '../backend/kernel.js';
import { cast } from '../graph/operators/elementwise.js';
import { type Reduction, reduce } from '../graph/operators/reduce.js';

interface X {
  x: unknown;
}

interface Axes {
  axis: number | number[];
  keepDims: boolean;
}

const reduction = (name: string, operator: Reduction): Kernel =>
  kernel<X, Axes>(name, ({ x }, { axis, keepDims }) => {
    const axes = util.parseAxisParam(axis, [...x.shape]);
    return reduce(operator, x.type === 'bool' ? cast(x, 'int32') : x, axes, keepDims);
  });

export const reductionKernels: readonly Kernel[] = [
  reduction('Sum', 'ReduceSum'),
  kernel<X, Axes>('Mean', ({ x }, { axis, keepDims }) =>
    reduce('ReduceMean', cast(x, 'float32'), util.parseAxisParam(axis, [...x.shape]), keepDims),
  ),
  reduction('Max', 'ReduceMax'),
  reduction('Min', 'ReduceMin'),
  reduction('Prod', 'ReduceProd'),
];
