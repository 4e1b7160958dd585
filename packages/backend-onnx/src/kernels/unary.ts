import { type Kernel, kernel } from './kernel.js';
import {
  absolute,
  cast,
  divide,
  exponential,
  floor,
  greater,
  isNaN,
  less,
  like,
  logarithm,
  multiply,
  negative,
  not,
  squareRoot,
  unary,
  where,
} from '../graph/operators/elementwise.js';
import { expm1, log1p } from '../graph/operators/logarithms.js';
import { toInt32 } from '../graph/operators/to-int32.js';
import type { Value } from '../graph/value.js';

interface X {
  x: unknown;
}

/** Kernel of one float input, elementwise. */
const float = (name: string, lower: (x: Value) => Value): Kernel =>
  kernel<X>({ name, cases: 'float32' }, ({ x }) => (x.type === 'float32' ? lower(x) : undefined));

/** Kernel of one input of any number type, elementwise. */
const number = (name: string, lower: (x: Value) => Value): Kernel =>
  kernel<X>({ name, cases: 'float32, int32' }, ({ x }) => (x.type === 'bool' ? undefined : lower(x)));

/** Kernel that ONNX has under the same name. */
const same = (name: string): Kernel => float(name, (x) => unary(name, x));

/** -1, 0 or 1; 0 for NaN. */
function sign(x: Value): Value {
  const signs = unary('Sign', x);
  return x.type === 'int32' ? signs : where(isNaN(x), like(x, 0), signs);
}

function clip(x: Value, lowest: number, highest: number): Value {
  const above = where(less(x, like(x, lowest)), like(x, lowest), x);
  return where(greater(above, like(x, highest)), like(x, highest), above);
}

/** In float64: near its poles the tangent magnifies rounding errors. */
function tangent(x: Value): Value {
  const exact = cast(x, 'float64');
  return cast(divide(unary('Sin', exact), unary('Cos', exact)), 'float32');
}

export const unaryKernels: readonly Kernel[] = [
  number('Abs', absolute),
  number('Neg', negative),
  number('Sign', sign),
  number('Square', (x) => multiply(x, x)),
  float('Exp', exponential),
  float('Expm1', expm1),
  float('Log', logarithm),
  float('Log1p', log1p),
  float('Sqrt', squareRoot),
  float('Rsqrt', (x) => divide(like(x, 1), squareRoot(x))),
  float('Reciprocal', (x) => divide(like(x, 1), x)),
  float('Floor', floor),
  ...['Ceil', 'Round', 'Erf', 'Sin', 'Cos', 'Asin', 'Acos', 'Atan'].map(same),
  ...['Sinh', 'Cosh', 'Tanh', 'Asinh', 'Acosh', 'Atanh'].map(same),
  float('Tan', tangent),
  kernel<X>({ name: 'LogicalNot', cases: 'bool' }, ({ x }) => (x.type === 'bool' ? not(x) : undefined)),
  float('IsNan', isNaN),
  float('IsInf', (x) => unary('IsInf', x, 'bool')),
  float('IsFinite', (x) => less(absolute(x), like(x, Infinity))),
  kernel<X, { clipValueMin: number; clipValueMax: number }>(
    { name: 'ClipByValue', cases: 'float32; int32 between whole numbers' },
    ({ x }, { clipValueMin: lowest, clipValueMax: highest }) => {
      const exact = x.type === 'float32' || (Number.isInteger(lowest) && Number.isInteger(highest));
      return exact && x.type !== 'bool' ? clip(x, lowest, highest) : undefined;
    },
  ),
  kernel<X, { dtype: string }>(
    { name: 'Cast', cases: 'between float32, int32 and bool' },
    ({ x }, { dtype }) => {
      if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return undefined;
      return x.type === 'float32' && dtype === 'int32' ? toInt32(x) : cast(x, dtype);
    },
  ),
];
