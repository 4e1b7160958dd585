import { type Kernel, kernel, variadicKernel } from './kernel.js';
import {
  add,
  binary,
  cast,
  divide,
  equal,
  greater,
  less,
  maximum,
  minimum,
  multiply,
  not,
  subtract,
} from '../graph/operators/elementwise.js';
import { angle } from '../graph/operators/angle.js';
import type { Value } from '../graph/value.js';

interface AB {
  a: unknown;
  b: unknown;
}

const isNumber = ({ type }: Value): boolean => type !== 'bool';

/** Kernel of two inputs of the same number type, elementwise after broadcasting. */
const number = (name: string, lower: (a: Value, b: Value) => Value): Kernel =>
  kernel<AB>({ name, cases: 'float32, int32' }, ({ a, b }) =>
    isNumber(a) && a.type === b.type ? lower(a, b) : undefined,
  );

const float = (name: string, lower: (a: Value, b: Value) => Value): Kernel =>
  kernel<AB>({ name, cases: 'float32' }, ({ a, b }) =>
    a.type === 'float32' && b.type === 'float32' ? lower(a, b) : undefined,
  );

/** Comparison. Booleans are compared as numbers. */
const comparison = (name: string, lower: (a: Value, b: Value) => Value): Kernel =>
  kernel<AB>(name, ({ a, b }) => {
    if (a.type !== b.type) return undefined;
    return a.type === 'bool' ? lower(cast(a, 'int32'), cast(b, 'int32')) : lower(a, b);
  });

const logical = (name: string, operator: string): Kernel =>
  kernel<AB>({ name, cases: 'bool' }, ({ a, b }) =>
    a.type === 'bool' && b.type === 'bool' ? binary(operator, a, b) : undefined,
  );

export const binaryKernels: readonly Kernel[] = [
  number('Add', add),
  number('Sub', subtract),
  number('Multiply', multiply),
  float('RealDiv', divide),
  number('Maximum', maximum),
  number('Minimum', minimum),
  number('SquaredDifference', (a, b) => {
    const difference = subtract(a, b);
    return multiply(difference, difference);
  }),
  float('Atan2', angle),
  variadicKernel({ name: 'AddN', cases: 'float32, int32' }, (values) => values.reduce(add)),
  comparison('Equal', equal),
  comparison('NotEqual', (a, b) => not(equal(a, b))),
  comparison('Greater', greater),
  comparison('GreaterEqual', (a, b) => binary('GreaterOrEqual', a, b, 'bool')),
  comparison('Less', less),
  comparison('LessEqual', (a, b) => binary('LessOrEqual', a, b, 'bool')),
  logical('LogicalAnd', 'And'),
  logical('LogicalOr', 'Or'),
  kernel<AB>({ name: 'BitwiseAnd', cases: 'int32' }, ({ a, b }) =>
    a.type === 'int32' && b.type === 'int32' ? binary('BitwiseAnd', a, b) : undefined,
  ),
];
