import type { Monitor } from '../objectives/objective.js';
import type { MetricsRow } from '../run/metrics-row.js';
import { BestEpoch } from './best-epoch.js';
import type { TrainingCallback, TrainingState } from './callback.js';
import { type WeightValues, readWeights, writeWeights } from './weights.js';

export interface EarlyStoppingOptions {
  /** Epochs without improvement after which training stops; 0 stops at the first as 1 does. */
  readonly patience?: number;
  /** The least improvement of the monitored metric that counts, in its unit. */
  readonly minDelta?: number;
  /** The metric to watch, on the validation set, or on the training set without one; the objective's unless given. */
  readonly monitor?: Monitor;
  /** Put the weights of the best epoch back when training ends. */
  readonly restoreBestWeights?: boolean;
}

export interface EarlyStopping extends TrainingCallback {
  /** The epoch whose weights were put back when training ended; undefined where there was none to put back. */
  readonly restoredEpoch: number | undefined;
}

/**
 * Stops when the monitored metric no longer improves, and puts the best weights back.
 *
 * @throws HelmholtzError (`usage`) at the end of the first epoch where training reports no such metric.
 */
export function earlyStopping({
  patience = 5,
  minDelta = 0,
  monitor,
  restoreBestWeights = true,
}: EarlyStoppingOptions = {}): EarlyStopping {
  let best: BestEpoch;
  let bestWeights: WeightValues | undefined;
  let restoredEpoch: number | undefined;
  let epochsSince = 0;
  /** Whether an epoch is the best so far; stops where there has been none for too long. */
  const judge = (row: MetricsRow, state: TrainingState): boolean => {
    const improves = best.improves(row);
    epochsSince = improves ? 0 : epochsSince + 1;
    if (!improves && epochsSince >= patience) state.stop('stoppedEarly');
    return improves;
  };
  return {
    get restoredEpoch() {
      return restoredEpoch;
    },
    memory: {
      name: 'earlyStopping',
      read: () => bestWeights ?? new Map(),
      write(weights) {
        if (restoreBestWeights) bestWeights = weights;
      },
    },
    onTrainBegin(state) {
      best = new BestEpoch(monitor ?? state.objective.monitor, minDelta);
      bestWeights = undefined;
      restoredEpoch = undefined;
      epochsSince = 0;
      for (const row of state.history) judge(row, state);
    },
    async onEpochEnd(row, state) {
      if (judge(row, state) && restoreBestWeights) bestWeights = await readWeights(state.model);
    },
    onTrainEnd(_reason, { model }) {
      if (!bestWeights) return;
      writeWeights(model, bestWeights);
      restoredEpoch = best.epoch;
    },
  };
}
