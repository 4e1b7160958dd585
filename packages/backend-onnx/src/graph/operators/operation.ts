import { type Attribute, type ElementType, Operation, type TensorData, Value, sizeOf } from '../value.js';

/** The operators that ONNX Runtime adds to ONNX are named with their domain before them. */
export const MICROSOFT = 'com.microsoft.';

interface OutputType {
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** One call of an operator with one output. */
export function operation(
  operator: string,
  inputs: readonly (Value | undefined)[],
  output: OutputType,
  attributes: Readonly<Record<string, Attribute>> = {},
  cost = sizeOf(output.shape),
): Value {
  return new Operation(operator, inputs, attributes, [output], cost).outputs[0]!;
}

/** One call of an operator with several outputs. */
export function operations(
  operator: string,
  inputs: readonly (Value | undefined)[],
  outputs: readonly OutputType[],
  attributes: Readonly<Record<string, Attribute>> = {},
  cost = outputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
): readonly Value[] {
  return new Operation(operator, inputs, attributes, outputs, cost).outputs;
}

/** The whole numbers that operators take as shapes, axes and bounds. */
export function integers(values: readonly number[]): Value {
  return Value.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64');
}

/** A constant that belongs to the graph. */
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
