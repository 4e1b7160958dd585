import { type Attribute, type ElementType, Operation, type TensorData, Value, sizeOf } from '../value.js';

/** Prefix of the operators that ONNX Runtime adds to ONNX: their domain. */
export const MICROSOFT = 'com.microsoft.';

interface OutputType {
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** Calls an operator with one output. */
export function operation(
  operator: string,
  inputs: readonly (Value | undefined)[],
  output: OutputType,
  attributes: Readonly<Record<string, Attribute>> = {},
  cost = sizeOf(output.shape),
): Value {
  return new Operation(operator, inputs, attributes, [output], cost).outputs[0];
}

/** Calls an operator with several outputs. */
export function operations(
  operator: string,
  inputs: readonly (Value | undefined)[],
  outputs: readonly OutputType[],
  attributes: Readonly<Record<string, Attribute>> = {},
  cost = outputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
): readonly Value[] {
  return new Operation(operator, inputs, attributes, outputs, cost).outputs;
}

/** Constant of int64 numbers, for shapes, axes and bounds. */
export function integers(values: readonly number[]): Value {
  return Value.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64');
}

/** Scalar constant of the graph. */
export function scalarConstant(value: number, type: ElementType = 'float32'): Value {
  return Value.constant(dataOf(type, [value]), [], type);
}

export function dataOf(type: ElementType, values: readonly number[]): TensorData {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'bool':
      return Uint8Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, BigInt);
  }
}
