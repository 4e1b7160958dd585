import type { TrainingCallback } from './callback.js';
import { type WeightValues, readWeights, writeWeights } from './weights.js';

export interface EarlyStoppingOptions {
  /** Epochs without improvement before training stops. */
  readonly patience?: number;
  /** The least decrease of the monitored value, in nats, that counts as improvement. */
  readonly minDelta?: number;
  /** The value to watch, smaller being better: NELBO on the validation set, or on the training set without one. */
  readonly monitor?: string;
  /** Put the weights of the best epoch back when training ends. */
  readonly restoreBestWeights?: boolean;
}

/** Stops when the monitored value no longer improves, and puts the best weights back. */
export function earlyStopping({
  patience = 5,
  minDelta = 0,
  monitor = 'nelbo',
  restoreBestWeights = true,
}: EarlyStoppingOptions = {}): TrainingCallback {
  let best = Infinity;
  let bestWeights: WeightValues | undefined;
  let epochsSince = 0;
  return {
    onTrainBegin() {
      best = Infinity;
      bestWeights = undefined;
      epochsSince = 0;
    },
    async onEpochEnd({ train, validation }, state) {
      const value = (validation ?? train)[monitor]!;
      if (value < best - minDelta) {
        best = value;
        epochsSince = 0;
        if (restoreBestWeights) bestWeights = await readWeights(state.model);
      } else if (++epochsSince > patience) {
        state.stop('stoppedEarly');
      }
    },
    onTrainEnd(_reason, { model }) {
      if (bestWeights) writeWeights(model, bestWeights);
    },
  };
}
