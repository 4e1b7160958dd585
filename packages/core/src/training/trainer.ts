import type { Optimizer } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '../errors.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { RunningAverage } from './average.js';
import { type Batch, BatchReader } from './batches.js';
import { monitored } from './best-epoch.js';
import type { StopReason, TrainingCallback, TrainingState } from './callback.js';
import { checkData } from './check-data.js';
import type { Dataset } from './dataset.js';
import { createEagerStep } from './eager-step.js';
import { evaluateWith } from './evaluate.js';
import { checkFinite, checkWeights } from './finite.js';
import { learningRateOf } from './optimizers.js';
import { Pause } from './pause.js';
import type { LearningRateSchedule } from './schedules.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import type { CreateStep, TrainingStep, Update } from './step.js';
import { readWeights } from './weights.js';

export interface TrainOptions {
  readonly data: Dataset;
  /** Held out of training, and evaluated at the end of each epoch to choose by: early stopping, the best checkpoint. */
  readonly validation?: Dataset | undefined;
  /** Evaluated at the end of each epoch for the record; nothing is chosen by it. */
  readonly test?: Dataset | undefined;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batchSize: number;
  /** Names every random stream of the training; 0 is a seed. */
  readonly seed: number;
  /** The learning rate of every step; without one the optimizer keeps its own. */
  readonly schedule?: LearningRateSchedule;
  readonly callbacks?: readonly TrainingCallback[];
  /** Ends training after the current step. */
  readonly signal?: AbortSignal | undefined;
  /** What the updates are done by: TensorFlow.js, a kernel at a time, unless given. */
  readonly createStep?: CreateStep | undefined;
}

export interface TrainingResult {
  readonly history: readonly MetricsRow[];
  readonly reason: StopReason;
  readonly steps: number;
  readonly seconds: number;
}

/**
 * Trains a model. Each step runs every call of the graph once, on fresh noise; every epoch ends with the same named
 * metrics over the training set and those held out of it, each summed over the event and averaged over the examples.
 *
 * @throws HelmholtzError (`data`) before the first step where data don't fit the model or its likelihood;
 *   (`numerics`) at the step where the loss or a metric becomes NaN or infinite, and where one ruined the weights.
 */
export async function train(model: LatentVariableModel, options: TrainOptions): Promise<TrainingResult> {
  const { data, validation, test, objective, optimizer, batchSize, seed } = options;
  if (!('monitor' in objective)) throw unmonitored(options.objective.name);
  const advice = checkData(model, data);
  for (const dataset of [validation, test]) if (dataset) checkData(model, dataset);
  const reader = new BatchReader(model, data, batchSize, seed, objective.samples);
  const createStep = options.createStep ?? createEagerStep;
  const step = await createStep({ model, objective, optimizer, data: reader.feed, batchSize, seed });
  try {
    return await new Trainer(model, options, reader, step, advice).run();
  } finally {
    step.dispose();
  }
}

/** A plugin's objective was checked by no compiler. */
function unmonitored(name: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The objective "${name}" does not say which metric models are chosen by.`,
    {
      hint: "Add one of its metrics to it: monitor: { metric: 'nelbo', mode: 'min' }.",
    },
  );
}

class Trainer implements TrainingState {
  readonly history: MetricsRow[] = [];
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  private readonly started = performance.now();
  private readonly pause = new Pause();
  steps = 0;
  /** Of the last step. */
  private learningRate: number;
  private reason: StopReason | undefined;

  constructor(
    readonly model: LatentVariableModel,
    private readonly options: TrainOptions,
    private readonly reader: BatchReader,
    private readonly step: TrainingStep,
    readonly advice: readonly string[],
  ) {
    this.optimizer = options.optimizer;
    this.objective = options.objective;
    this.learningRate = learningRateOf(options.optimizer);
  }

  readonly stop = (reason: StopReason): void => {
    this.reason ??= reason;
  };

  async settle(): Promise<void> {
    await this.step.settle();
  }

  async run(): Promise<TrainingResult> {
    try {
      await this.epochs();
    } catch (error) {
      // Callbacks let go of what they hold, such as a terminal; the error that ended training is the one to tell.
      await this.settle().catch(() => undefined);
      await this.notify((callback) => callback.onTrainEnd?.('failed', this)).catch(() => undefined);
      throw error;
    }
    const reason = this.reason ?? 'completed';
    await this.notify((callback) => callback.onTrainEnd?.(reason, this));
    return { history: this.history, reason, steps: this.steps, seconds: this.seconds };
  }

  private async epochs(): Promise<void> {
    await this.notify((callback) => callback.onTrainBegin?.(this));
    if (this.options.signal?.aborted) this.stop('interrupted');
    for (let epoch = 1; epoch <= this.options.epochs && this.reason === undefined; epoch++) {
      const average = new RunningAverage();
      const finished = await this.updates(epoch, average);
      await this.settle();
      checkWeights(await readWeights(this.model), { epoch, step: this.steps });
      if (!finished) return;
      const evaluations = await this.evaluations(epoch);
      const { steps: step, seconds, learningRate } = this;
      const row = { epoch, step, seconds, learningRate, train: average.metrics, ...evaluations };
      this.history.push(row);
      await this.notify((callback) => callback.onEpochEnd?.(row, this));
    }
  }

  /** Does the updates of an epoch; false where the user stopped in the middle of it. */
  private async updates(epoch: number, average: RunningAverage): Promise<boolean> {
    const stepsPerEpoch = this.reader.batchesPerPass;
    const batches = this.reader.shuffled('epoch', epoch);
    for (let batch = 0; batch < stepsPerEpoch;) {
      const count = Math.min(Math.max(this.step.stride, 1), this.reader.equalBatchesFrom(batch));
      const updates = Array.from({ length: count }, (_, index) =>
        this.update(batches.next().value!, { epoch, step: this.steps + index, stepsPerEpoch }),
      );
      const results = await this.step.train(updates);
      for (const [index, result] of results.entries()) {
        if (this.steps === 0) monitored(this.objective.monitor, result.metrics);
        checkFinite(result, { epoch, step: ++this.steps });
        average.add(result.metrics, updates[index]!.batch.size);
        this.learningRate = updates[index]!.learningRate;
        await this.notifyStep(epoch, ++batch, average.metrics);
      }
      await this.pause.ifDue();
      if (!this.options.signal?.aborted) continue;
      this.stop('interrupted');
      return batch === stepsPerEpoch;
    }
    return true;
  }

  /** All that the step at this moment depends on beside the state. */
  private update(
    batch: Batch,
    { epoch, step, stepsPerEpoch }: { epoch: number; step: number; stepsPerEpoch: number },
  ): Update {
    const { epochs, schedule } = this.options;
    const totalSteps = epochs * stepsPerEpoch;
    const progress = { step, totalSteps, epoch, epochs, stepsPerEpoch };
    return {
      batch,
      step,
      learningRate: schedule?.(step, totalSteps) ?? learningRateOf(this.optimizer),
      coefficients: this.objective.coefficients?.(progress) ?? {},
    };
  }

  /** The metrics of the sets held out; without those of a set whose evaluation the user interrupted. */
  private async evaluations(epoch: number): Promise<Pick<MetricsRow, 'validation' | 'test'>> {
    const evaluated: { validation?: Metrics; test?: Metrics } = {};
    for (const of of ['validation', 'test'] as const) {
      const data = this.options[of];
      if (!data || this.options.signal?.aborted) continue;
      const result = await evaluateWith(this.step, this.model, { ...this.options, data });
      if (this.options.signal?.aborted) {
        this.stop('interrupted');
        continue;
      }
      checkFinite(result, { epoch, step: this.steps, of });
      evaluated[of] = result.metrics;
    }
    return evaluated;
  }

  private async notifyStep(epoch: number, batch: number, train: Metrics): Promise<void> {
    const batches = this.reader.batchesPerPass;
    const totalSteps = this.options.epochs * batches;
    const event = { epoch, step: this.steps, totalSteps, batch, batches, train };
    await this.notify((callback) => callback.onStep?.(event, this));
  }

  private async notify(
    hook: (callback: TrainingCallback) => void | Promise<void> | undefined,
  ): Promise<void> {
    for (const callback of this.options.callbacks ?? []) await hook(callback);
  }

  private get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }
}
