import { backend_util } from '@tensorflow/tfjs-core';

import { type ElementType, Value } from '../value.js';
import { operation, scalarConstant } from './operation.js';
import { reshape } from './shape.js';

/** Shape of values broadcast together, by NumPy's rule. */
export function broadcastShape(...shapes: readonly (readonly number[])[]): number[] {
  return shapes.reduce<number[]>(
    (shape, other) => backend_util.assertAndGetBroadcastShape(shape, [...other]),
    [],
  );
}

export function unary(operator: string, x: Value, type: ElementType = x.type): Value {
  return operation(operator, [x], { shape: x.shape, type });
}

export function binary(operator: string, a: Value, b: Value, type: ElementType = a.type): Value {
  const shape = broadcastShape(a.shape, b.shape);
  return operation(operator, aligned([a, b], shape), { shape, type });
}

/**
 * Gives values as many axes as their broadcast shape if its last axis has one element. Otherwise
 * ONNX Runtime processes single elements, thirty times slower.
 */
export function aligned(values: readonly Value[], shape: readonly number[]): Value[] {
  if (shape.length < 2 || shape.at(-1) !== 1) return [...values];
  return values.map((value) => {
    const alignedShape = [...shape.slice(value.shape.length).map(() => 1), ...value.shape];
    if (value.shape.length === shape.length) return value;
    return value.literal === undefined
      ? reshape(value, alignedShape)
      : Value.constant(value.knownData, alignedShape, value.type);
  });
}

export const add = (a: Value, b: Value): Value => binary('Add', a, b);
export const subtract = (a: Value, b: Value): Value => binary('Sub', a, b);
export const multiply = (a: Value, b: Value): Value => binary('Mul', a, b);
export const divide = (a: Value, b: Value): Value => binary('Div', a, b);
export const negative = (x: Value): Value => unary('Neg', x);
export const absolute = (x: Value): Value => unary('Abs', x);
export const exponential = (x: Value): Value => unary('Exp', x);
export const logarithm = (x: Value): Value => unary('Log', x);
export const squareRoot = (x: Value): Value => unary('Sqrt', x);

export const floor = (x: Value): Value => unary('Floor', x);
export const maximum = (a: Value, b: Value): Value => binary('Max', a, b);
export const minimum = (a: Value, b: Value): Value => binary('Min', a, b);

export const equal = (a: Value, b: Value): Value => binary('Equal', a, b, 'bool');
export const greater = (a: Value, b: Value): Value => binary('Greater', a, b, 'bool');
export const less = (a: Value, b: Value): Value => binary('Less', a, b, 'bool');
export const isNaN = (x: Value): Value => unary('IsNaN', x, 'bool');
export const not = (x: Value): Value => unary('Not', x);

/** Constant of the same type as another value, which broadcasts with it. */
export const like = (x: Value, constant: number): Value => scalarConstant(constant, x.type);

export function cast(x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  return operation('Cast', [x], { shape: x.shape, type }, { to: ONNX_TYPES[type] });
}

export function where(condition: Value, yes: Value, no: Value): Value {
  // ONNX Runtime's Where supports numbers only.
  if (yes.type === 'bool') {
    return cast(where(condition, cast(yes, 'int32'), cast(no, 'int32')), 'bool');
  }
  const shape = broadcastShape(condition.shape, yes.shape, no.shape);
  return operation('Where', aligned([condition, yes, no], shape), { shape, type: yes.type });
}

/** Codes of the element types in the ONNX format. */
export const ONNX_TYPES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};
