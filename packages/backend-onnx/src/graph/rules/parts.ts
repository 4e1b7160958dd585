import type { Value } from '../value.js';

/** The inputs of the operator that yields a value, where it is the named one. */
export function inputsOf(value: Value | undefined, operator: string): readonly Value[] | undefined {
  const producer = value?.producer;
  return producer?.operator === operator ? (producer.inputs as readonly Value[]) : undefined;
}

/** Whether a value is one number that is part of the graph. */
export function isConstant({ size, type, data, literal }: Value, number: number): boolean {
  return size === 1 && type === 'float32' && literal !== undefined && data![0] === number;
}

export const isScalar = (value: Value): boolean => value.size === 1;

/** What a value repeats, where it is expanded. */
export const unexpanded = (value: Value): Value => inputsOf(value, 'Expand')?.[0] ?? value;
