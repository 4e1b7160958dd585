import { kernel } from '../backend/kernel.js';
import type { Kernel } from '../backend/kernel.js';
import {
  absolute,
  add,
  cast,
  divide,
  exponential,
  greater,
  less,
  like,
  logarithm,
  multiply,
  not,
  squareRoot,
  subtract,
  unary,
  where,
} from '../graph/operators/elementwise.js';
import type { Value } from '../graph/value.js';

interface X {
  x: unknown;
}

/** A kernel of one float input, elementwise. */
const float = (name: string, lower: (x: Value) => Value): Kernel =>
  kernel<X>(name, ({ x }) => (x.type === 'float32' ? lower(x) : undefined));

/** A kernel of one input of any number type, elementwise. */
const number = (name: string, lower: (x: Value) => Value): Kernel =>
  kernel<X>(name, ({ x }) => (x.type === 'bool' ? undefined : lower(x)));

/** log(1 + exp(x)), as max(x, 0) + log(1 + exp(-|x|)): ONNX Runtime's own Softplus takes several times as long. */
function softplus(x: Value): Value {
  const small = exponential(unary('Neg', absolute(x)));
  return add(unary('Relu', x), logarithm(add(like(x, 1), small)));
}

export const unaryKernels: readonly Kernel[] = [
  number('Abs', absolute),
  number('Neg', (x) => unary('Neg', x)),
  number('Sign', (x) => unary('Sign', x)),
  number('Square', (x) => multiply(x, x)),
  float('Exp', exponential),
  float('Expm1', (x) => subtract(exponential(x), like(x, 1))),
  float('Log', logarithm),
  float('Log1p', (x) => logarithm(add(x, like(x, 1)))),
  float('Sqrt', squareRoot),
  float('Rsqrt', (x) => divide(like(x, 1), squareRoot(x))),
  float('Reciprocal', (x) => divide(like(x, 1), x)),
  float('Sigmoid', (x) => unary('Sigmoid', x)),
  float('Tanh', (x) => unary('Tanh', x)),
  float('Softplus', softplus),
  float('Relu', (x) => unary('Relu', x)),
  float('Floor', (x) => unary('Floor', x)),
  float('Ceil', (x) => unary('Ceil', x)),
  float('Round', (x) => unary('Round', x)),
  float('Sin', (x) => unary('Sin', x)),
  float('Cos', (x) => unary('Cos', x)),
  float('Erf', (x) => unary('Erf', x)),
  kernel<X, { alpha: number }>('Step', ({ x }, { alpha }) => {
    if (x.type !== 'float32') return undefined;
    const steps = where(greater(x, like(x, 0)), like(x, 1), like(x, alpha));
    // Neither greater nor not: what is not a number stays so.
    return where(unary('IsNaN', x, 'bool'), x, steps);
  }),
  kernel<X>('LogicalNot', ({ x }) => (x.type === 'bool' ? not(x) : undefined)),
  float('IsNan', (x) => unary('IsNaN', x, 'bool')),
  float('IsInf', (x) => unary('IsInf', x, 'bool')),
  kernel<X, { clipValueMin: number; clipValueMax: number }>(
    'ClipByValue',
    ({ x }, { clipValueMin: lowest, clipValueMax: highest }) => {
      if (x.type !== 'float32') return undefined;
      const above = where(less(x, like(x, lowest)), like(x, lowest), x);
      return where(greater(above, like(x, highest)), like(x, highest), above);
    },
  ),
  kernel<X, { dtype: string }>('Cast', ({ x }, { dtype }) => {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return undefined;
    return cast(x, dtype);
  }),
];
