import { HelmholtzError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { TrainingCallback } from './callback.js';
import { type WeightValues, readWeights, writeWeights } from './weights.js';

export interface EarlyStoppingOptions {
  /** Epochs without improvement after which training stops; 0 stops at the first as 1 does. */
  readonly patience?: number;
  /** The least decrease of the monitored value, in nats, that counts as improvement. */
  readonly minDelta?: number;
  /** The value to watch, smaller being better: NELBO on the validation set, or on the training set without one. */
  readonly monitor?: string;
  /** Put the weights of the best epoch back when training ends. */
  readonly restoreBestWeights?: boolean;
}

/**
 * Stops when the monitored value no longer improves, and puts the best weights back.
 *
 * @throws HelmholtzError (`usage`) at the end of the first epoch where training reports no such value.
 */
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
      const terms = validation ?? train;
      const value = terms[monitor];
      if (value === undefined) {
        throw new HelmholtzError(
          'usage',
          `Early stopping watches "${monitor}", which training does not report.`,
          { hint: nearest(monitor, Object.keys(terms)) },
        );
      }
      if (value < best - minDelta) {
        best = value;
        epochsSince = 0;
        if (restoreBestWeights) bestWeights = await readWeights(state.model);
      } else if (++epochsSince >= patience) {
        state.stop('stoppedEarly');
      }
    },
    onTrainEnd(_reason, { model }) {
      if (bestWeights) writeWeights(model, bestWeights);
    },
  };
}
