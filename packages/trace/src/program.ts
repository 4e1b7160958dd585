import type { Variable } from '@tensorflow/tfjs-core';

import type { Draw } from './draws.js';
import type { Call, ElementData, Value } from './value.js';

/** A variable, and the value that it holds when the step begins. */
export interface ProgramVariable {
  readonly variable: Variable;
  readonly before: Value;
}

/** A variable that the step assigns, with its value before and after. */
export interface ProgramState extends ProgramVariable {
  readonly after: Value;
}

/**
 * A traced step: the computation of one execution of a function of tensors.
 *
 * The program knows TensorFlow.js kernels and nothing of the engine that runs it. To run several
 * steps, an engine repeats the program: each step starts from the state that the step before left.
 */
export interface Program {
  /** Inputs with other data in each step, such as the indices of a batch. */
  readonly perStep: readonly Value[];
  /** Scalars of type float32 with another value in each step, such as the learning rate. */
  readonly numbers: readonly Value[];
  /** Random draws of the step, in order. Each is drawn anew in each step. */
  readonly draws: readonly Draw[];
  /** Inputs with the same data in all steps, such as the training data. */
  readonly constants: readonly { readonly value: Value; readonly data: ElementData }[];
  readonly state: readonly ProgramState[];
  /** Variables that the step does not assign. */
  readonly unchanged: readonly ProgramVariable[];
  /**
   * The calls that the state and the outputs depend on, each after the calls that it depends on.
   */
  readonly calls: readonly Call[];
  readonly outputs: readonly Value[];
  /**
   * A scalar: the step leaves its state as it was unless this is above 0. Undefined: the step
   * always updates.
   */
  readonly condition: Value | undefined;
}

/** Returns the calls that values depend on, in the order in which they were recorded. */
export function callsOf(outputs: readonly Value[]): Call[] {
  const calls = new Set<Call>();
  const stack = [...outputs];
  for (let value = stack.pop(); value; value = stack.pop()) {
    const { call } = value;
    if (!call || calls.has(call)) continue;
    calls.add(call);
    stack.push(...Object.values<Value>(call.inputs));
  }
  return [...calls].sort((a, b) => a.position - b.position);
}
