import { itemAt } from '@helmholtz/base';
import type { Optimizer } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { RunningAverage } from './average.js';
import type { BatchReader } from './batches.js';
import { monitored } from './best-epoch.js';
import type { StopReason, TrainingCallback, TrainingState } from './callback.js';
import { evaluateSets } from './evaluate-sets.js';
import { rowOf } from './epoch-row.js';
import { checkFinite, checkWeights, nonFinite } from './finite.js';
import { type OptimizerState, readOptimizer } from './optimizer-state.js';
import { Pause } from './pause.js';
import type { MetricsRow } from '../run/metrics-row.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import type { ReadyPhase } from './ready-phases.js';
import { StepCoefficients } from './step-coefficients.js';
import type { BatchResult, TrainingStep, Update } from './step.js';
import type { TrainOptions, TrainingResult } from './train-options.js';
import { readWeights } from './weights.js';

/** Collaborators of a training. */
export interface TrainerParts {
  readonly reader: BatchReader;
  readonly phases: readonly ReadyPhase[];
  readonly step: TrainingStep;
  /** Notes about the data, one line each. */
  readonly advice: readonly string[];
}

/** One training: runs its epochs, notifies callbacks, and stops. */
export class Trainer implements TrainingState {
  readonly history: MetricsRow[];
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  reason: StopReason | undefined;
  steps: number;
  /** Start time, as if there had been no break. */
  private readonly started: number;
  private readonly pause = new Pause();
  /** Finished batches of the current epoch, and the mean of their metrics. */
  private batch: number;
  private average: RunningAverage;
  private readonly coefficients: StepCoefficients;
  /** Learning rate of the last step, and its coefficients. */
  private last: Pick<Update, 'learningRate' | 'coefficients'>;
  /** Whether callbacks have not yet seen all finished steps. */
  private amidSteps = false;

  constructor(
    readonly model: LatentVariableModel,
    private readonly options: TrainOptions,
    private readonly parts: TrainerParts,
  ) {
    this.optimizer = options.optimizer;
    this.objective = options.objective;
    const { history = [], step: steps = 0, batch = 0, average } = options.from ?? {};
    this.history = [...history];
    this.steps = steps;
    this.batch = batch;
    this.average = new RunningAverage(average);
    this.coefficients = new StepCoefficients(model, options, parts.reader);
    this.last = this.coefficients.after(steps);
    this.started = performance.now() - 1000 * (history.at(-1)?.seconds ?? 0);
  }

  get advice(): readonly string[] {
    return this.parts.advice;
  }

  readonly stop = (reason: StopReason): void => {
    this.reason ??= reason;
  };

  async settle(): Promise<void> {
    await this.parts.step.settle();
  }

  async snapshot(): Promise<TrainingSnapshot> {
    if (this.amidSteps) throw new Error('A snapshot cannot be taken during a step.');
    await this.settle();
    const { steps: step, batch } = this;
    const weights = await readWeights(this.model);
    checkWeights(weights, { epoch: this.currentEpoch, step });
    const states: [string, OptimizerState][] = [];
    for (const { name, optimizer } of this.parts.phases) states.push([name, await readOptimizer(optimizer)]);
    const memories = this.callbacks.flatMap(({ memory }) => memory ?? []);
    return {
      epoch: this.history.length,
      step,
      batch,
      average: this.average.partial,
      history: [...this.history],
      weights,
      optimizers: new Map(states),
      memory: new Map(memories.map((memory) => [memory.name, memory.read()])),
    };
  }

  /** Whether all epochs are done, or training was stopped. */
  get isDone(): boolean {
    return this.history.length >= this.options.epochs || this.reason !== undefined;
  }

  async begin(): Promise<void> {
    await this.notify(async (callback) => {
      await callback.onTrainBegin?.(this);
      const savedMemory = callback.memory && this.options.from?.memory.get(callback.memory.name);
      if (savedMemory) callback.memory.write(savedMemory);
    });
    if (this.options.signal?.aborted) this.stop('interrupted');
  }

  /** Trains the rest of the current epoch. */
  async epoch(): Promise<void> {
    const { step, reader } = this.parts;
    const batches = reader.shuffled('epoch', this.currentEpoch);
    // Skipping a batch is cheap: it is read only when its values are needed.
    for (let done = 0; done < this.batch; done++) batches.next();
    while (this.batch < reader.batchesPerPass) {
      const count = Math.min(Math.max(step.stride, 1), reader.equalBatchesFrom(this.batch));
      const updates = Array.from({ length: count }, (_, index) => {
        const step = this.steps + index;
        return { batch: batches.next().value!, step, ...this.coefficients.at(step) };
      });
      await this.takeAll(updates, await step.train(updates));
      await this.pause.ifDue();
      if (this.options.signal?.aborted) {
        this.stop('interrupted');
        break;
      }
      await this.notify((callback) => callback.onRest?.(this));
    }
    await this.endEpoch(this.batch === reader.batchesPerPass);
  }

  async end(): Promise<TrainingResult> {
    const reason = this.reason ?? 'completed';
    await this.notify((callback) => callback.onTrainEnd?.(reason, this));
    return { history: this.history, reason, steps: this.steps, seconds: this.seconds };
  }

  /**
   * Lets callbacks free resources, such as a terminal. Their errors are ignored: training already
   * failed.
   */
  async fail(): Promise<void> {
    await this.settle().catch(() => undefined);
    await this.notify((callback) => callback.onTrainEnd?.('failed', this)).catch(() => undefined);
  }

  private async takeAll(updates: readonly Update[], results: readonly BatchResult[]): Promise<void> {
    this.amidSteps = true;
    for (const [index, result] of results.entries()) {
      if (this.steps === 0) monitored(this.objective.monitor, result.metrics);
      this.steps++;
      await this.take(result, itemAt(updates, index).batch.size);
      this.batch++;
      this.last = itemAt(updates, index);
      await this.notifyStep();
    }
    this.amidSteps = false;
  }

  /** Evaluates an epoch and records it. An incomplete epoch is left for resuming. */
  private async endEpoch(isWhole: boolean): Promise<void> {
    const { currentEpoch: epoch } = this;
    await this.settle();
    checkWeights(await readWeights(this.model), { epoch, step: this.steps });
    const evaluations =
      isWhole && (await evaluateSets(this.parts.step, this.model, this.options, { epoch, step: this.steps }));
    if (isWhole && !evaluations) this.stop('interrupted');
    if (!evaluations) {
      await this.notify((callback) => callback.onRest?.(this));
      return;
    }
    const { steps: step, seconds, average } = this;
    const progress = { epoch, step, seconds, ...this.coefficients.reported(this.last) };
    const row = rowOf(progress, average, evaluations);
    this.history.push(row);
    this.batch = 0;
    this.average = new RunningAverage();
    await this.notify((callback) => callback.onEpochEnd?.(row, this));
  }

  /** Adds the result of a step to its epoch. Stops or skips it if it is not finite. */
  private async take(result: BatchResult, batchSize: number): Promise<void> {
    const { currentEpoch: epoch, steps: step } = this;
    if (this.options.nonFinite !== 'skip') checkFinite(result, { epoch, step });
    const problem = nonFinite(result);
    if (!problem) {
      this.average.add(result, batchSize);
      return;
    }
    this.average.skipped++;
    if (this.average.skipped === this.parts.reader.batchesPerPass) checkFinite(result, { epoch, step });
    await this.notify((callback) => callback.onSkip?.({ epoch, step, ...problem }, this));
  }

  /** Number of the current epoch. */
  private get currentEpoch(): number {
    return this.history.length + 1;
  }

  private async notifyStep(): Promise<void> {
    const batches = this.parts.reader.batchesPerPass;
    const { totalSteps } = this.coefficients;
    const { currentEpoch: epoch, steps: step, batch, average } = this;
    const event = { epoch, step, totalSteps, batch, batches, train: average.metrics };
    await this.notify((callback) => callback.onStep?.(event, this));
  }

  private async notify(
    hook: (callback: TrainingCallback) => void | Promise<void> | undefined,
  ): Promise<void> {
    for (const callback of this.callbacks) await hook(callback);
  }

  private get callbacks(): readonly TrainingCallback[] {
    return this.options.callbacks ?? [];
  }

  private get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }
}
