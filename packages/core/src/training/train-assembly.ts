import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { weightedObjective } from './example-weights.js';
import type { Checkpoint } from '../run/checkpoint.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import type { Spec } from '../spec/schema.js';
import { RunningAverage } from './average.js';
import type { TrainingCallback } from './callback.js';
import { checkData } from './check-data.js';
import { stepsPerEpoch } from './data-parts.js';
import { type EarlyStopping, earlyStopping } from './early-stopping.js';
import { evaluateWith } from './evaluate.js';
import { createOptimizer } from './optimizers.js';
import { checkOtherEpochs } from './other-epochs.js';
import { type CheckpointOptions, RunRecorder } from './recorder.js';
import { createSchedule } from './schedules.js';
import { type DataParts, splitData } from './split-data.js';
import type { CreateStep } from './step.js';
import type { TrainingResult } from './train-options.js';
import { train } from './train.js';
import type { WeightValues } from './weights.js';

/** Model, objective and training of a spec. */
export interface Assembly {
  readonly spec: Spec;
  readonly model: LatentVariableModel;
  readonly objective: Objective;
  /** Factory of the training step. */
  readonly createStep: CreateStep;
}

/** Options of `trainAssembly`. */
export interface TrainAssemblyOptions {
  readonly data: DataParts;
  /**
   * Opens the folder of the run, such as `() => RunDirectory.create('runs/mine')`. Called after all
   * checks, and released when training ends. Without it nothing is written. To resume, use `() =>
   * RunDirectory.resume('runs/mine')`.
   */
  readonly run?: (() => Promise<RunDirectory>) | undefined;
  readonly checkpoints?: CheckpointOptions | undefined;
  /**
   * Weights of the run that `training.weights` of the spec names: `(await
   * finalCheckpoint(run)).weights`.
   */
  readonly weights?: WeightValues | undefined;
  /**
   * State to resume from: the result of `checkpointToResume` of a run, or a snapshot. A checkpoint
   * may resume with another number of epochs if its steps stay the same.
   */
  readonly from?: TrainingSnapshot | Checkpoint | undefined;
  readonly callbacks?: readonly TrainingCallback[] | undefined;
  /** Ends training after the current step. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of `trainAssembly`. */
export interface TrainedAssembly extends TrainingResult {
  /** Epoch of the model's weights, if early stopping restored the best. */
  readonly bestEpoch: number | undefined;
  /**
   * Means over the training set in the epoch of the model's weights, while they changed; empty
   * without a step.
   */
  readonly train: Metrics;
  /**
   * Metrics of the validation set at the model's weights; undefined without one, or if it was
   * interrupted.
   */
  readonly validation: Metrics | undefined;
  /** Metrics of the test set at the model's weights. */
  readonly test: Metrics;
}

/**
 * Trains a model as its spec declares, and evaluates it on the test set.
 *
 * @throws HelmholtzError (`usage`) if a checkpoint can't resume with another number of epochs, or
 *   if weights that the spec names are missing; and the errors of `train`.
 *
 * @example
 * ```ts
 * import { trainAssembly } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 *
 * const train = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const spec = defaultSpec('vae', [4]);
 * const assembly = assemble({ ...spec, training: { ...spec.training, epochs: 30 } });
 * const { history, test } = await trainAssembly(assembly, { data: { train, test: train } });
 * console.log(history.length, test['nelbo']! < history[0]!.test!['nelbo']!); // 30 true
 * ```
 */
export async function trainAssembly(
  { spec, model, objective, createStep }: Assembly,
  { data, run, checkpoints, weights, from, callbacks = [], signal }: TrainAssemblyOptions,
): Promise<TrainedAssembly> {
  const { epochs, batchSize, schedule, clip, nonFinite } = spec.training;
  const parts = splitData(spec, data);
  if (from && 'spec' in from) {
    const steps = stepsPerEpoch(parts.train, batchSize, objective.leastBatch);
    checkOtherEpochs({ spec: from.spec, objective, model, from, stepsPerEpoch: steps }, epochs);
  }
  if (spec.training.weights !== undefined && !weights && !from) throw withoutWeights(spec.training.weights);
  if (parts.validation) checkData(model, parts.test);
  const stopping = spec.training.earlyStopping && earlyStopping(spec.training.earlyStopping);
  let lastEpoch: Metrics = new RunningAverage(from?.average).metrics;
  let row: MetricsRow | undefined;
  let test: Metrics = {};
  const result = await train(model, {
    data: parts.train,
    // The validation set is evaluated every epoch, or the test set without one.
    ...(parts.validation ? { validation: parts.validation } : { test: parts.test }),
    objective,
    optimizer: createOptimizer(spec.optimizer),
    schedule: createSchedule(schedule, spec.optimizer.learningRate),
    epochs,
    batchSize,
    seed: spec.seed,
    clip,
    nonFinite,
    signal,
    weights,
    from,
    createStep,
    callbacks: [
      { onStep: (event) => void (lastEpoch = event.train) },
      ...callbacks,
      // The recorder comes last: it saves the memory of the other callbacks.
      ...(stopping ? [stopping] : []),
      ...(run ? [new RunRecorder(run, spec, checkpoints, data.train.fitted)] : []),
    ],
    async afterwards(evaluator, ended) {
      row = rowOfWeights(ended, stopping);
      const weighted = weightedObjective(objective, model);
      const options = { data: parts.test, objective: weighted, batchSize, seed: spec.seed };
      test = row?.test ?? (await evaluateWith(evaluator, model, options)).metrics;
    },
  });
  return {
    ...result,
    bestEpoch: stopping?.restoredEpoch,
    train: row?.train ?? lastEpoch,
    validation: row?.validation,
    test,
  };
}

function withoutWeights(path: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The spec begins with the weights of ${path}, and no weights were given.`,
    {
      hint: 'Read them: weights: (await finalCheckpoint(await RunDirectory.open(folder))).weights.',
    },
  );
}

/** Row of the epoch of the model's weights; undefined if training ended within an epoch. */
function rowOfWeights(
  { history, steps }: TrainingResult,
  stopping: EarlyStopping | undefined,
): MetricsRow | undefined {
  const restored = stopping?.restoredEpoch;
  return history.find(({ epoch, step }) => (restored === undefined ? step === steps : epoch === restored));
}
