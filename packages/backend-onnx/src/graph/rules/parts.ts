import type { Value } from '../value.js';

/** Returns the inputs of the operator that computes a value, if it is the named operator. */
export function inputsOf(value: Value | undefined, operator: string): readonly Value[] | undefined {
  const producer = value?.producer;
  return producer?.operator === operator ? (producer.inputs as readonly Value[]) : undefined;
}

/** Whether a value is a given constant number. */
export function isConstant({ size, type, data, literal }: Value, number: number): boolean {
  return size === 1 && type === 'float32' && literal !== undefined && data![0] === number;
}

export const isScalar = (value: Value): boolean => value.size === 1;

/** Returns the input of an Expand, or else the value itself. */
export const unexpanded = (value: Value): Value => inputsOf(value, 'Expand')?.[0] ?? value;
