import type { Value } from '../value.js';

/** Returns the inputs of the operator that computes a value, if it is the named operator. */
export function inputsOf(value: Value | undefined, operator: string): readonly Value[] | undefined {
  const producer = value?.producer;
  return producer?.operator === operator ? (producer.inputs as readonly Value[]) : undefined;
}

/** Whether a value is a given constant number. */
export function isConstant(value: Value, number: number): boolean {
  return isNumber(value) && value.knownData[0] === number;
}

/** Whether a value is one constant number. */
export const isNumber = (value: Value): boolean =>
  isScalar(value) && value.literal !== undefined && value.type === 'float32';

export const isScalar = (value: Value): boolean => value.size === 1;

/** Returns the input of an Expand, or else the value itself. */
export const unexpanded = (value: Value): Value => inputsOf(value, 'Expand')?.[0] ?? value;
