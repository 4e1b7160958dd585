import type { Rule } from '../rewrite.js';
import { type Operation, Value } from '../value.js';

/** What is computed from numbers that are part of the graph is one itself; rounded as ONNX Runtime would round it. */
export const knownNumbers: Rule = (operation) => {
  const known = knownNumber(operation);
  return known && [known];
};

function knownNumber({ operator, inputs, outputs }: Operation): Value | undefined {
  const [{ shape, type, size }] = outputs as readonly [Value];
  if (size !== 1 || type !== 'float32') return undefined;
  if (inputs.some((input) => input?.literal === undefined)) return undefined;
  const [a, b] = inputs.map((input) => Number(input!.data![0])) as [number, number];
  const result = KNOWN[operator]?.(a, b);
  return result === undefined ? undefined : Value.constant(Float32Array.of(result), shape, 'float32');
}

/** A value, or the number that it is where that is known. */
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
