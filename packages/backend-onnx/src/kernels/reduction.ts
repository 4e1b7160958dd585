import { itemAt } from '../graph/item-at.js';
import { type ArgMaxAttrs, util } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { cast, isNaN, like, where } from '../graph/operators/elementwise.js';
import { type Reduction, positionOf, reduce } from '../graph/operators/reduce.js';
import { reshape, slice } from '../graph/operators/shape.js';
import type { Value } from '../graph/value.js';

interface X {
  x: unknown;
}

interface Axes {
  axis?: number | number[];
  /** Another name of `axis` in one kernel. */
  reductionIndices?: number | number[];
  keepDims: boolean;
}

const axesOf = ({ axis, reductionIndices }: Axes, x: Value): number[] =>
  util.parseAxisParam((axis ?? reductionIndices)!, [...x.shape]);

const numeric = (x: Value): Value => (x.type === 'bool' ? cast(x, 'int32') : x);

const reduction = (name: string, operator: Reduction): Kernel =>
  kernel<X, Axes>(name, ({ x }, attributes) =>
    reduce(operator, numeric(x), axesOf(attributes, x), attributes.keepDims),
  );

/** Largest or smallest element. NaN is propagated, which ONNX Runtime may not do. */
const extreme = (name: string, operator: 'ReduceMax' | 'ReduceMin'): Kernel =>
  kernel<X, Axes>(name, ({ x }, attributes) => {
    const axes = axesOf(attributes, x);
    const extremes = reduce(operator, x, axes, attributes.keepDims);
    if (x.type !== 'float32') return extremes;
    return where(reduce('ReduceMax', isNaN(x), axes, attributes.keepDims), like(x, NaN), extremes);
  });

/**
 * Position of the extreme element as on the cpu backend: 0 if the first element is NaN, and never
 * another NaN.
 */
const position = (name: string, operator: 'ArgMax' | 'ArgMin', worst: number): Kernel =>
  kernel<X, ArgMaxAttrs>(name, ({ x }, attributes) => {
    const axis = itemAt(util.parseAxisParam(attributes.axis, [...x.shape]), 0);
    if (x.type !== 'float32') return cast(positionOf(operator, numeric(x), axis), 'int32');
    const numbers = where(isNaN(x), like(x, worst), x);
    const indices = cast(positionOf(operator, numbers, axis), 'int32');
    const first = slice(
      x,
      x.shape.map(() => 0),
      x.shape.map((length, at) => (at === axis ? 1 : length)),
    );
    return where(reshape(isNaN(first), indices.shape), like(indices, 0), indices);
  });

const truth = (name: string, operator: Reduction): Kernel =>
  kernel<X, Axes>({ name, cases: 'bool' }, ({ x }, attributes) =>
    x.type === 'bool' ? reduce(operator, x, axesOf(attributes, x), attributes.keepDims) : undefined,
  );

export const reductionKernels: readonly Kernel[] = [
  reduction('Sum', 'ReduceSum'),
  kernel<X, Axes>('Mean', ({ x }, attributes) =>
    reduce('ReduceMean', cast(x, 'float32'), axesOf(attributes, x), attributes.keepDims),
  ),
  reduction('Prod', 'ReduceProd'),
  extreme('Max', 'ReduceMax'),
  extreme('Min', 'ReduceMin'),
  truth('All', 'ReduceMin'),
  truth('Any', 'ReduceMax'),
  position('ArgMax', 'ArgMax', -Infinity),
  position('ArgMin', 'ArgMin', Infinity),
];
