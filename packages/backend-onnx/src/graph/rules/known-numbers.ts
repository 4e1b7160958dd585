import type { Rule } from '../rewrite.js';
import { type Operation, Value } from '../value.js';

/**
 * Folds constants: an operation on constant numbers becomes a constant, rounded as ONNX Runtime
 * would.
 */
export const knownNumbers: Rule = (operation) => {
  const constant = knownNumber(operation);
  return constant && [constant];
};

function knownNumber({ operator, inputs, outputs }: Operation): Value | undefined {
  const [{ shape, type, size }] = outputs as readonly [Value];
  if (size !== 1 || type !== 'float32') return undefined;
  const numbers: number[] = [];
  for (const input of inputs) {
    if (input?.literal === undefined) return undefined;
    numbers.push(Number(input.knownData[0]));
  }
  const [a, b] = numbers as [number, number];
  const result = KNOWN[operator]?.(a, b);
  return result === undefined ? undefined : Value.constant(Float32Array.of(result), shape, 'float32');
}

/** Returns a value, or its number if that is known. */
export function folded(value: Value): Value {
  return (value.producer && knownNumber(value.producer)) ?? value;
}

const KNOWN: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Neg: (a) => -a,
  Sqrt: (a) => Math.sqrt(a),
  Reshape: (a) => a,
};
