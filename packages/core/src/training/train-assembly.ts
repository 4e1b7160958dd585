import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { Checkpoint } from '../run/checkpoint.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import type { Spec } from '../spec/schema.js';
import { RunningAverage } from './average.js';
import type { TrainingCallback } from './callback.js';
import { checkData } from './check-data.js';
import { type TrainingData, stepsPerEpoch } from './data-parts.js';
import type { Dataset } from './dataset.js';
import { type EarlyStopping, earlyStopping } from './early-stopping.js';
import { evaluateWith } from './evaluate.js';
import { holdOut } from './hold-out.js';
import { createOptimizer } from './optimizers.js';
import { checkOtherEpochs } from './other-epochs.js';
import { type CheckpointOptions, RunRecorder } from './recorder.js';
import { createSchedule } from './schedules.js';
import type { CreateStep } from './step.js';
import type { TrainingResult } from './train-options.js';
import { train } from './train.js';
import type { WeightValues } from './weights.js';

/** All that a spec declares, put together. */
export interface Assembly {
  readonly spec: Spec;
  readonly model: LatentVariableModel;
  readonly objective: Objective;
  /** What the updates are done by. */
  readonly createStep: CreateStep;
}

/** A data set as it comes: nothing held out of its training part yet. */
export interface DataParts<Train extends TrainingData = TrainingData> {
  readonly train: Train;
  readonly test: Dataset;
}

export interface TrainAssemblyOptions {
  readonly data: DataParts;
  /**
   * Makes the folder that the run is recorded in, such as `() => RunDirectory.create('runs/mine')`; called when all has
   * been checked and training begins, and released when it ends. Nothing is written without it. A training that goes on
   * from a checkpoint is given the folder as `() => RunDirectory.resume('runs/mine')` opened it.
   */
  readonly run?: (() => Promise<RunDirectory>) | undefined;
  readonly checkpoints?: CheckpointOptions | undefined;
  /** Those of the run that `training.weights` of the spec names: `(await finalCheckpoint(run)).weights`. */
  readonly weights?: WeightValues | undefined;
  /**
   * Where to go on from: what `checkpointToResume` of a run found, or a snapshot. A checkpoint may be gone on with for
   * other epochs than its spec says, where its steps would have been the same.
   */
  readonly from?: TrainingSnapshot | Checkpoint | undefined;
  readonly callbacks?: readonly TrainingCallback[] | undefined;
  /** Ends training after the current step. */
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedAssembly extends TrainingResult {
  /** The epoch whose weights the model has, where early stopping has put the best back. */
  readonly bestEpoch: number | undefined;
  /**
   * Means over the training set in the epoch that the model's weights are of, as far as it came, as they changed; none
   * where there was no step.
   */
  readonly train: Metrics;
  /** The validation set at the model's weights; undefined where there is none, or it was interrupted. */
  readonly validation: Metrics | undefined;
  /** The test set at the model's weights. */
  readonly test: Metrics;
}

/** The share of the training set that is held out where early stopping needs something to choose by. */
const VALIDATION = 0.1;

/**
 * The sets that a spec trains on, chooses by and tests on: `data.validation` says how much is held out of the training
 * set, a tenth with early stopping and none without unless given.
 */
export function splitData<Train extends TrainingData>(
  { data, training, seed }: Pick<Spec, 'data' | 'training' | 'seed'>,
  { train, test }: DataParts<Train>,
): { readonly train: Train; readonly validation: Train | undefined; readonly test: Dataset } {
  const validation = data.validation ?? (training.earlyStopping ? VALIDATION : 0);
  return { ...holdOut(train, validation, seed), test };
}

/**
 * Trains what a spec declares, as it declares it, and tests it.
 *
 * @throws HelmholtzError (`usage`) where it goes on from a checkpoint for other epochs, and would be another run; and
 *   where the spec names weights to begin with, and none are given.
 */
export async function trainAssembly(
  { spec, model, objective, createStep }: Assembly,
  { data, run, checkpoints, weights, from, callbacks = [], signal }: TrainAssemblyOptions,
): Promise<TrainedAssembly> {
  const { epochs, batchSize, schedule, clip, nonFinite } = spec.training;
  const parts = splitData(spec, data);
  if (from && 'spec' in from) {
    const steps = stepsPerEpoch(parts.train, batchSize);
    checkOtherEpochs({ spec: from.spec, objective, from, stepsPerEpoch: steps }, epochs);
  }
  if (spec.training.weights !== undefined && !weights && !from) throw withoutWeights(spec.training.weights);
  if (parts.validation) checkData(model, parts.test);
  const stopping = spec.training.earlyStopping && earlyStopping(spec.training.earlyStopping);
  let lastEpoch: Metrics = new RunningAverage(from?.average).metrics;
  let row: MetricsRow | undefined;
  let test: Metrics = {};
  const result = await train(model, {
    data: parts.train,
    // What is evaluated every epoch is what has been held out; the test set, where that is all there is.
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
      // The recorder comes last: what it saves holds what the others remember.
      ...(stopping ? [stopping] : []),
      ...(run ? [new RunRecorder(run, spec, checkpoints)] : []),
    ],
    async afterwards(evaluator, ended) {
      row = rowOfWeights(ended, stopping);
      const options = { data: parts.test, objective, batchSize, seed: spec.seed };
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

/** The row of the epoch whose weights a model was left with; undefined where training ended in the middle of one. */
function rowOfWeights(
  { history, steps }: TrainingResult,
  stopping: EarlyStopping | undefined,
): MetricsRow | undefined {
  const restored = stopping?.restoredEpoch;
  return history.find(({ epoch, step }) => (restored === undefined ? step === steps : epoch === restored));
}
