import { readFileSync } from 'node:fs';

import test from 'ava';

import { Value } from '../graph/value.js';
import { kernels } from '../kernels/index.js';
import { kernelTable } from './kernel-table.js';

test('the table of kernels in the documentation is up to date', (t) => {
  const page = readFileSync(
    new URL('../../../../docs/reference/backend-onnx-kernels.md', import.meta.url),
    'utf8',
  );
  t.is(page, kernelTable(), 'run: node packages/backend-onnx/dist/docs/write-kernel-table.js');
});

const TYPES = ['float32', 'int32', 'bool'] as const;

const leaf = (type: (typeof TYPES)[number]): Value =>
  Value.leaf(
    type === 'float32' ? new Float32Array(2) : type === 'int32' ? new Int32Array(2) : new Uint8Array(2),
    [2],
    type,
  );

// Kernels of any tensor or two, with attributes that suit them all.
const ATTRIBUTES = {
  alpha: 1,
  axis: 0,
  dims: [0],
  perm: [0],
  keepDims: false,
  reductionIndices: 0,
  reps: [2],
};
const PROBED = kernels.filter(
  ({ name }) =>
    /^(Abs|Neg|Sign|Square|Relu6?|Exp|Expm1|Log|Log1p|Sqrt|Rsqrt|Reciprocal|Floor|Ceil|Round|Erf)$/.test(
      name,
    ) ||
    /^(Sin|Cos|Tan|Asin|Acos|Atan|Sinh|Cosh|Tanh|Asinh|Acosh|Atanh|IsNan|IsInf|IsFinite|Sigmoid)$/.test(
      name,
    ) ||
    /^(Softplus|Elu|Selu|LeakyRelu|Step|LogicalNot|All|Any|Sum|Mean|Max|Min|Prod|ArgMax|ArgMin)$/.test(
      name,
    ) ||
    /^(Add|Sub|Multiply|RealDiv|Maximum|Minimum|SquaredDifference|FloorDiv|Mod|Pow|Atan2|BitwiseAnd)$/.test(
      name,
    ) ||
    /^(Equal|NotEqual|Greater|GreaterEqual|Less|LessEqual|LogicalAnd|LogicalOr|Transpose|Reverse|Cumsum)$/.test(
      name,
    ) ||
    /^(OnesLike|ZerosLike)$/.test(name),
);

test('kernels have a native form for just the types that the table names', (t) => {
  t.true(PROBED.length >= 65, `${PROBED.length}`);
  for (const { name, cases, lower } of PROBED) {
    const named = TYPES.filter((type) => cases?.includes(type));
    const native = TYPES.filter((type) => {
      const value = leaf(type);
      return lower({ x: value, a: value, b: value }, ATTRIBUTES) !== undefined;
    });
    t.deepEqual(native, named.length > 0 ? named : [...TYPES], name);
  }
});
