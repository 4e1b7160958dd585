import type { EluGradInputs, LeakyReluAttrs, PreluInputs, StepAttrs } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import {
  add,
  greater,
  isNaN,
  less,
  like,
  minimum,
  multiply,
  unary,
  where,
} from '../graph/operators/elementwise.js';
import { operation } from '../graph/operators/operation.js';
import { softplus } from '../graph/operators/logarithms.js';
import type { Value } from '../graph/value.js';

interface X {
  x: unknown;
}

const activation = (name: string, lower: (x: Value) => Value): Kernel =>
  kernel<X>({ name, cases: 'float32' }, ({ x }) => (x.type === 'float32' ? lower(x) : undefined));

/** x, multiplied by alpha below zero. */
export const leaky = (x: Value, alpha: Value): Value => where(less(x, like(x, 0)), multiply(alpha, x), x);

/**
 * Derivative of relu: 1 above zero, else 0, and NaN for NaN. Two fast operators instead of four.
 */
const positive = (x: Value): Value =>
  unary('Ceil', operation('Clip', [x, like(x, 0), like(x, 1)], { shape: x.shape, type: x.type }));

/** All return NaN for NaN. */
export const activationKernels: readonly Kernel[] = [
  kernel<X>({ name: 'Relu', cases: 'float32, int32' }, ({ x }) =>
    x.type === 'bool' ? undefined : unary('Relu', x),
  ),
  activation('Relu6', (x) => minimum(unary('Relu', x), like(x, 6))),
  activation('Sigmoid', (x) => unary('Sigmoid', x)),
  activation('Softplus', softplus),
  activation('Elu', (x) => unary('Elu', x)),
  activation('Selu', (x) => unary('Selu', x)),
  kernel<X, LeakyReluAttrs>({ name: 'LeakyRelu', cases: 'float32' }, ({ x }, { alpha }) =>
    x.type === 'float32' ? leaky(x, like(x, alpha)) : undefined,
  ),
  kernel<PreluInputs>({ name: 'Prelu', cases: 'float32' }, ({ x, alpha }) =>
    x.type === 'float32' && alpha.type === 'float32' ? leaky(x, alpha) : undefined,
  ),
  kernel<EluGradInputs>({ name: 'EluGrad', cases: 'float32' }, ({ dy, y }) => {
    if (dy.type !== 'float32' || y.type !== 'float32') return undefined;
    // For y below 0 the derivative of exp(x) - 1 is exp(x) = y + 1.
    return where(unary('Not', less(y, like(y, 0)), 'bool'), dy, multiply(dy, add(y, like(y, 1))));
  }),
  kernel<X, StepAttrs>({ name: 'Step', cases: 'float32' }, ({ x }, { alpha }) => {
    if (x.type !== 'float32') return undefined;
    if (alpha === 0) return positive(x);
    const steps = where(greater(x, like(x, 0)), like(x, 1), like(x, alpha));
    // Comparisons with NaN are false: NaN stays NaN.
    return where(isNaN(x), x, steps);
  }),
];
