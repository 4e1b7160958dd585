import { type CastAttrs, type SelectInputs, backend_util } from '@tensorflow/tfjs-core';

import type { ElementType, TensorSpec } from '../value.js';
import { type ShapeRule, type ShapeRules, listRule, rule, same, spec } from './rule.js';

interface X {
  x: unknown;
}

interface AB {
  a: unknown;
  b: unknown;
}

/** Shape of tensors broadcast together, by NumPy's rule. */
export function broadcast(...tensors: readonly Pick<TensorSpec, 'shape'>[]): number[] {
  return tensors.reduce<number[]>(
    (shape, other) => backend_util.assertAndGetBroadcastShape(shape, [...other.shape]),
    [],
  );
}

const unary = (type?: ElementType): ShapeRule => rule<X>(({ x }) => spec(x.shape, type ?? x.type));

const binary = (type?: ElementType): ShapeRule =>
  rule<AB>(({ a, b }) => spec(broadcast(a, b), type ?? a.type));

const UNARY = [
  'Abs',
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'Ceil',
  'ClipByValue',
  'Cos',
  'Cosh',
  'Elu',
  'Erf',
  'Exp',
  'Expm1',
  'Floor',
  'LeakyRelu',
  'Log',
  'Log1p',
  'Neg',
  'Reciprocal',
  'Relu',
  'Relu6',
  'Round',
  'Rsqrt',
  'Selu',
  'Sigmoid',
  'Sign',
  'Sin',
  'Sinh',
  'Softplus',
  'Sqrt',
  'Square',
  'Step',
  'Tan',
  'Tanh',
];

const BINARY = [
  'Add',
  'Atan2',
  'BitwiseAnd',
  'Maximum',
  'Minimum',
  'Mod',
  'Multiply',
  'Pow',
  'RealDiv',
  'SquaredDifference',
  'Sub',
];

const COMPARISONS = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];

/** Kernels that compute each element from the elements at the same place. */
export const elementwise: ShapeRules = {
  ...same(UNARY, unary()),
  ...same(BINARY, binary()),
  ...same([...COMPARISONS, 'LogicalAnd', 'LogicalOr'], binary('bool')),
  ...same(['IsFinite', 'IsInf', 'IsNan', 'LogicalNot'], unary('bool')),
  // TensorFlow.js declares the quotient as int32 for all types.
  FloorDiv: binary('int32'),
  AddN: listRule((values) => spec(broadcast(...values), values[0].type)),
  Cast: rule<X, CastAttrs>(({ x }, { dtype }) => spec(x.shape, dtype as ElementType)),
  EluGrad: rule<{ dy: unknown }>(({ dy }) => dy),
  Prelu: rule<{ x: unknown; alpha: unknown }>(({ x, alpha }) => spec(broadcast(x, alpha), x.type)),
  Select: rule<SelectInputs>(({ condition, t, e }) => {
    // A vector of conditions selects whole rows.
    const rows = condition.shape.length === 1 && t.shape.length > 1;
    return spec(rows ? broadcast(t, e) : broadcast(condition, t, e), t.type);
  }),
};
