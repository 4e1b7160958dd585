import type { Metrics } from '../run/metrics-row.js';
import type { Batch } from './batches.js';

export interface StepContext {
  /** Steps done before this one. */
  readonly step: number;
  readonly seed: number;
}

/** The named terms of a batch at the present weights. */
export interface Evaluator {
  evaluate(batch: Batch, context: StepContext): Promise<Metrics>;
}

/** (state, batch, noise) to (state, metrics): the state is the model's weights and the optimizer's. */
export interface TrainingStep extends Evaluator {
  /** The terms at the weights before the update, which is done when the promise resolves. */
  train(batch: Batch, context: StepContext): Promise<Metrics>;
}
