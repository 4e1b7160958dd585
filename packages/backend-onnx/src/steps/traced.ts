import type { Variable } from '@tensorflow/tfjs-core';

import type { TensorType, Value } from '../graph/value.js';
import type { Draw } from './draws.js';

/** What a traced function is fed: a shape and type, with data that differ from run to run. */
export interface InputSpec {
  readonly shape: readonly number[];
  readonly type: TensorType;
}

/** A variable, with the value that it had when the function began: in the graph it stands for what a run starts from. */
export interface TracedVariable {
  readonly variable: Variable;
  readonly before: Value;
}

/** A variable that a traced function changes. */
export interface TracedState extends TracedVariable {
  readonly after: Value;
}

/** A function of tensors as a graph. */
export interface Traced {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** What it draws at random, in order. */
  readonly draws: readonly Draw[];
  readonly state: readonly TracedState[];
  /** The variables that it does not change, whether it reads them or not. */
  readonly unchanged: readonly TracedVariable[];
}
