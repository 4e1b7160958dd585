import { itemAt } from '../item-at.js';
import { type Value, sizeOf } from '../value.js';
import { broadcastShape } from './elementwise.js';
import { MICROSOFT, operation } from './operation.js';
import { reshape, transpose } from './shape.js';

export interface Transposed {
  readonly a?: boolean;
  readonly b?: boolean;
}

/**
 * Matrix product over the last two axes: [..., n, k] by [..., k, m] to [..., n, m].
 *
 * A single product is reshaped to two axes, because ONNX Runtime fuses a bias only into such
 * products.
 */
export function matrixProduct(a: Value, b: Value, transposed: Transposed = {}): Value {
  const outer = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (outer.length === 0 || sizeOf(outer) !== 1) return productOf(a, b, transposed);
  const [one, other] = [a, b].map((x) => reshape(x, x.shape.slice(-2))) as [Value, Value];
  const product = productOf(one, other, transposed);
  return reshape(product, [...outer, ...product.shape]);
}

function productOf(a: Value, b: Value, transposed: Transposed): Value {
  const rows = itemAt(a.shape, transposed.a ? -1 : -2);
  const inner = itemAt(a.shape, transposed.a ? -2 : -1);
  const columns = itemAt(b.shape, transposed.b ? -2 : -1);
  const shape = [...broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
  const output = { shape, type: a.type };
  const cost = sizeOf(shape) * inner;
  if (!transposed.a && !transposed.b) return operation('MatMul', [a, b], output, {}, cost);
  if (a.type === 'float32') {
    const attributes = { transA: Number(transposed.a ?? 0), transB: Number(transposed.b ?? 0) };
    return operation(`${MICROSOFT}FusedMatMul`, [a, b], output, attributes, cost);
  }
  return operation(
    'MatMul',
    [transposed.a ? swapLast(a) : a, transposed.b ? swapLast(b) : b],
    output,
    {},
    cost,
  );
}

function swapLast(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), itemAt(axes, -1), itemAt(axes, -2)]);
}
