import { type Optimizer, dispose } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '../errors.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { RunningAverage } from './average.js';
import { BatchReader } from './batches.js';
import type { StopReason, TrainingCallback, TrainingState } from './callback.js';
import { type Dataset, checkData } from './dataset.js';
import { EagerStep } from './eager-step.js';
import { evaluateWith } from './evaluate.js';
import { setLearningRate } from './optimizers.js';
import { Pause } from './pause.js';
import type { LearningRateSchedule } from './schedules.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import type { TrainingStep } from './step.js';

export interface TrainOptions {
  readonly data: Dataset;
  readonly validation?: Dataset;
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
  readonly signal?: AbortSignal;
}

export interface TrainingResult {
  readonly history: readonly MetricsRow[];
  readonly reason: StopReason;
  readonly steps: number;
  readonly seconds: number;
}

/**
 * Trains a model. Each step runs every call of the graph once, on fresh noise; every epoch ends with the same named
 * terms over the training and the validation set, each summed over the event and averaged over the examples.
 *
 * @throws HelmholtzError (`data`) before the first step where data don't fit the model or its likelihood;
 *   (`numerics`) at the step where a term becomes NaN or infinite.
 */
export async function train(model: LatentVariableModel, options: TrainOptions): Promise<TrainingResult> {
  return new Trainer(model, options).run();
}

class Trainer implements TrainingState {
  readonly history: MetricsRow[] = [];
  readonly optimizer: Optimizer;
  private readonly step: TrainingStep;
  private readonly reader: BatchReader;
  private readonly started = performance.now();
  private readonly pause = new Pause();
  private steps = 0;
  private learningRate: number | undefined;
  private reason: StopReason | undefined;

  constructor(
    readonly model: LatentVariableModel,
    private readonly options: TrainOptions,
  ) {
    const { data, validation, objective, optimizer, batchSize, seed } = options;
    for (const dataset of validation ? [data, validation] : [data]) checkData(model, dataset);
    this.optimizer = optimizer;
    this.step = new EagerStep(model, objective, optimizer);
    this.reader = new BatchReader(model, data, batchSize, seed);
  }

  readonly stop = (reason: StopReason): void => {
    this.reason ??= reason;
  };

  async run(): Promise<TrainingResult> {
    try {
      await this.epochs();
    } catch (error) {
      // Callbacks let go of what they hold, such as a terminal; the error that ended training is the one to tell.
      await this.notify((callback) => callback.onTrainEnd?.('failed', this)).catch(() => undefined);
      throw error;
    }
    const reason = this.reason ?? 'completed';
    await this.notify((callback) => callback.onTrainEnd?.(reason, this));
    return { history: this.history, reason, steps: this.steps, seconds: this.seconds };
  }

  private async epochs(): Promise<void> {
    const { epochs } = this.options;
    await this.notify((callback) => callback.onTrainBegin?.(this));
    if (this.options.signal?.aborted) this.stop('interrupted');
    for (let epoch = 1; epoch <= epochs && this.reason === undefined; epoch++) {
      const row = await this.epoch(epoch);
      if (!row) return;
      this.history.push(row);
      await this.notify((callback) => callback.onEpochEnd?.(row, this));
    }
  }

  /** Undefined where the user stopped in the middle of it. */
  private async epoch(epoch: number): Promise<MetricsRow | undefined> {
    const { epochs, validation, seed } = this.options;
    const batches = this.reader.batchesPerPass;
    const totalSteps = epochs * batches;
    const average = new RunningAverage();
    let position = 0;
    for (const batch of this.reader.shuffled('epoch', epoch)) {
      this.applySchedule(totalSteps);
      const metrics = await this.step.train(batch, { step: this.steps, seed });
      dispose([...batch.inputs, ...batch.noise]);
      this.steps++;
      checkFinite(metrics, '', epoch, this.steps);
      average.add(metrics, batch.size);
      const event = {
        epoch,
        step: this.steps,
        totalSteps,
        batch: ++position,
        batches,
        train: average.metrics,
      };
      await this.notify((callback) => callback.onStep?.(event, this));
      await this.pause.ifDue();
      if (this.options.signal?.aborted) return void this.stop('interrupted');
    }
    const evaluated =
      validation &&
      (await evaluateWith(this.step, this.model, { ...this.options, data: validation }, this.steps));
    if (this.options.signal?.aborted) return void this.stop('interrupted');
    if (evaluated) checkFinite(evaluated, ' of the validation set', epoch, this.steps);
    return {
      epoch,
      step: this.steps,
      seconds: this.seconds,
      learningRate: this.learningRate ?? (this.optimizer as unknown as { learningRate: number }).learningRate,
      train: average.metrics,
      ...(evaluated ? { validation: evaluated } : {}),
    };
  }

  private applySchedule(totalSteps: number): void {
    const rate = this.options.schedule?.(this.steps, totalSteps);
    if (rate === undefined || rate === this.learningRate) return;
    setLearningRate(this.optimizer, rate);
    this.learningRate = rate;
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

function checkFinite(metrics: Metrics, of: string, epoch: number, step: number): void {
  const wrong = Object.entries(metrics).filter(([, value]) => !Number.isFinite(value));
  if (wrong.length === 0) return;
  // A sum of terms goes wrong with any of them; the cause is the part, not the sum.
  const [name, value] =
    wrong.find(([term]) => term.includes('/')) ?? wrong.find(([term]) => term !== 'nelbo') ?? wrong[0]!;
  throw new HelmholtzError(
    'numerics',
    `${name}${of} became ${value} at step ${step} (epoch ${epoch}); training stopped.`,
    {
      hint: 'Lower the learning rate, or check the scale of the data. The last good checkpoint is kept.',
    },
  );
}
