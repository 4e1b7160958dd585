import type { Variable } from '@tensorflow/tfjs-core';

import type { TensorType, Value } from '../graph/value.js';

/** What a traced function is fed: a shape and type, with data that differ from run to run. */
export interface InputSpec {
  readonly shape: readonly number[];
  readonly type: TensorType;
}

/** A variable that a traced function changes. */
export interface TracedState {
  readonly variable: Variable;
  /** The value that it had when the function began: what a run starts from. */
  readonly before: Value;
  readonly after: Value;
}

/** A function of tensors as a graph. */
export interface Traced {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly state: readonly TracedState[];
}

/** Why a function can't be traced: it does something that a graph made once could not repeat. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}
