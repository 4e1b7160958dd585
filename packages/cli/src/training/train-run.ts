import { join } from 'node:path';

import {
  type LatentVariableModel,
  type Metrics,
  type Objective,
  type Spec,
  type TrainingResult,
  createOptimizer,
  createSchedule,
  earlyStopping,
  evaluate,
  train,
} from '@helmholtz/core';
import { type Environment, type RunDirectory, describeEnvironment } from '@helmholtz/core/run';
import type { DatasetPair } from '@helmholtz/datasets';
import { version_core } from '@tensorflow/tfjs-core';

import type { Terminal } from '../terminal.js';
import { version } from '../version.js';
import { showProgress } from './progress.js';
import { RunRecorder } from './recorder.js';

export interface TrainRunOptions {
  readonly spec: Spec;
  readonly model: LatentVariableModel;
  readonly objective: Objective;
  readonly data: DatasetPair;
  readonly path: string;
  readonly backend: string;
  readonly command: string;
  readonly plugins?: readonly string[];
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

export interface TrainedRun {
  readonly run: RunDirectory;
  readonly environment: Environment;
  readonly result: TrainingResult;
  /** Means over the last epoch, as far as it came, as the weights changed; none where there was no step. */
  readonly train: Metrics;
  /** The test set at the final weights. */
  readonly test: Metrics;
}

/** Trains as a spec says, and leaves a run's folder behind. */
export async function trainRun(options: TrainRunOptions): Promise<TrainedRun> {
  const { spec, model, objective, data, path, backend, command, plugins = [], signal, terminal } = options;
  const { epochs, batchSize, schedule } = spec.training;
  const environment = describeEnvironment({
    helmholtz: version,
    tensorflowjs: version_core,
    backend,
    command,
    plugins,
  });
  const recorder = new RunRecorder(path, spec, environment);
  let lastEpoch: Metrics = {};
  const result = await train(model, {
    data: data.train,
    validation: data.test,
    objective,
    optimizer: createOptimizer(spec.optimizer),
    schedule: createSchedule(schedule, spec.optimizer.learningRate),
    epochs,
    batchSize,
    seed: spec.seed,
    signal,
    callbacks: [
      showProgress(terminal, epochs),
      recorder,
      { onStep: (event) => void (lastEpoch = event.train) },
      ...(spec.training.earlyStopping ? [earlyStopping(spec.training.earlyStopping)] : []),
    ],
  });
  const test = await evaluate(model, { data: data.test, objective, batchSize, seed: spec.seed });
  return { run: recorder.run, environment, result, train: lastEpoch, test };
}

/** `runs/<recipe>-<data set>-<time>`, for a run that was given no folder. */
export function defaultRunPath(spec: Spec, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  return join('runs', `${spec.recipe}-${spec.data.dataset}-${time}`);
}
