import {
  type BatchMatMulAttrs,
  type BatchMatMulInputs,
  type EinsumAttrs,
  type _FusedMatMulAttrs,
  type _FusedMatMulInputs,
  backend_util,
} from '@tensorflow/tfjs-core';

import type { TensorSpec } from '../value.js';
import { broadcast } from './elementwise.js';
import { type ShapeRules, listRule, rule, spec } from './rule.js';

function matrixProduct(a: TensorSpec, b: TensorSpec, transposeA: boolean, transposeB: boolean): TensorSpec {
  const [rows, innerA] = ends(a, transposeA);
  const [innerB, columns] = ends(b, transposeB);
  if (innerA !== innerB) {
    throw new Error(
      `Matrix product of shapes [${a.shape.join()}]${transposeA ? ' transposed' : ''} and [${b.shape.join()}]${transposeB ? ' transposed' : ''}: the inner lengths differ.`,
    );
  }
  const outer = broadcast({ shape: a.shape.slice(0, -2) }, { shape: b.shape.slice(0, -2) });
  return spec([...outer, rows, columns], a.type);
}

/** Rows and columns of a matrix, transposed if asked for. */
function ends({ shape }: TensorSpec, transposed: boolean): readonly [number, number] {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

/** Products of matrices. */
export const products: ShapeRules = {
  BatchMatMul: rule<BatchMatMulInputs, BatchMatMulAttrs>(({ a, b }, { transposeA, transposeB }) =>
    matrixProduct(a, b, transposeA, transposeB),
  ),
  _FusedMatMul: rule<_FusedMatMulInputs, _FusedMatMulAttrs>(({ a, b }, { transposeA, transposeB }) =>
    matrixProduct(a, b, transposeA, transposeB),
  ),
  Einsum: listRule<EinsumAttrs>((values, { equation }) => {
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, values.length);
    const lengths = allDims.map((_, dimension) => {
      const term = idDims.findIndex((ids) => ids.includes(dimension));
      return values[term]?.shape[idDims[term]?.indexOf(dimension) ?? 0] ?? 1;
    });
    // The dimensions of the output come first, in order.
    return spec(lengths.slice(0, allDims.length - summedDims.length), values[0].type);
  }),
};
