import type { Monitor } from '../objectives/objective.js';
import type { MetricsRow } from '../run/metrics-row.js';
import { BestEpoch } from './best-epoch.js';
import type { TrainingCallback, TrainingState } from './callback.js';
import { type WeightValues, readWeights, writeWeights } from './weights.js';

/** Options of `earlyStopping`. */
export interface EarlyStoppingOptions {
  /**
   * Number of epochs without improvement after which training stops; 5 by default. 0 acts like 1.
   */
  readonly patience?: number;
  /** Smallest improvement of the monitored metric that counts, in its unit; 0 by default. */
  readonly minDelta?: number;
  /**
   * Metric to monitor, on the validation set, or on the training set without one; the objective's
   * by default.
   */
  readonly monitor?: Monitor;
  /** Whether to restore the weights of the best epoch when training ends. True by default. */
  readonly restoreBestWeights?: boolean;
}

/** Callback of `earlyStopping`. */
export interface EarlyStopping extends TrainingCallback {
  /** Epoch whose weights were restored at the end of training; undefined if none were. */
  readonly restoredEpoch: number | undefined;
}

/**
 * Returns a callback that stops training when the monitored metric no longer improves, and restores
 * the best weights.
 *
 * @throws HelmholtzError (`usage`) at the end of the first epoch if training does not report the
 *   metric.
 *
 * @example
 * ```ts
 * import { createOptimizer, earlyStopping, elbo, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1]] });
 * const optimizer = createOptimizer({ name: 'sgd', learningRate: 1e-9 }); // too small to improve
 * const stopping = earlyStopping({ patience: 2, minDelta: 10 });
 * const options = { data, objective: elbo(), optimizer, epochs: 50, batchSize: 1, seed: 0 };
 * const model = buildModel(defaultSpec('vae', [4]));
 * const { reason, history } = await train(model, { ...options, callbacks: [stopping] });
 * console.log(reason, history.length, stopping.restoredEpoch); // stoppedEarly 3 1
 * ```
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
  /** Returns whether an epoch is the best so far. Stops training if the best is too old. */
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
