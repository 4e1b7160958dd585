import { join } from 'node:path';

import {
  type Assembly,
  type CheckpointOptions,
  type DataParts,
  type Spec,
  type TrainedAssembly,
  type TrainingCallback,
  type WeightValues,
  epochExamples,
  partName,
  splitData,
  trainAssembly,
} from '@helmholtz/core';
import { type Environment, RunDirectory, describeEnvironment, finalCheckpoint } from '@helmholtz/core/run';
import { version_core } from '@tensorflow/tfjs-core';

import type { Terminal } from '../terminal.js';
import { version } from '../version.js';
import { showProgress } from './progress.js';
import type { ResumedRun } from './resume-run.js';

export interface TrainRunOptions {
  readonly assembly: Assembly;
  readonly data: DataParts;
  readonly path: string;
  readonly backend: string;
  readonly command: string;
  readonly plugins: readonly string[];
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly checkpoints?: CheckpointOptions | undefined;
  /** What to go on with; a new folder is made at `path` without. */
  readonly resumed?: Pick<ResumedRun, 'run' | 'environment' | 'from'> | undefined;
}

export interface TrainedRun extends TrainedAssembly {
  readonly run: RunDirectory;
  readonly environment: Environment;
}

/** Trains as a spec says, shows how it goes, and leaves a run's folder behind. */
export async function trainRun(options: TrainRunOptions): Promise<TrainedRun> {
  const { assembly, data, path, backend, command, plugins, signal, terminal, checkpoints, resumed } = options;
  const versions = { helmholtz: version, tensorflowjs: version_core, backend };
  const { spec } = assembly;
  const examples = epochExamples(splitData(spec, data).train, spec.training.batchSize);
  const environment =
    resumed?.environment ?? describeEnvironment({ ...versions, command, plugins, examples });
  let run: RunDirectory;
  const trained = await trainAssembly(assembly, {
    data,
    signal,
    checkpoints,
    from: resumed?.from,
    weights: resumed?.from ? undefined : await weightsToBeginWith(assembly.spec, terminal),
    callbacks: [
      { onTrainBegin: ({ advice }) => advice.forEach((line) => terminal.status(`note: ${line}`)) },
      reportSkipped(terminal),
      showProgress(terminal, assembly.spec.training.epochs),
    ],
    async run() {
      run = resumed?.run ?? (await RunDirectory.create(path));
      if (!resumed?.environment) await run.writeEnvironment(environment);
      return run;
    },
  });
  return { ...trained, run: run!, environment };
}

async function weightsToBeginWith({ training }: Spec, terminal: Terminal): Promise<WeightValues | undefined> {
  if (training.weights === undefined) return undefined;
  const run = await RunDirectory.open(training.weights);
  return (await finalCheckpoint(run, (line) => terminal.warn(line))).weights;
}

/** Says what was left out: the first step of each epoch, since there may be many; the epoch's row counts them. */
function reportSkipped(terminal: Terminal): TrainingCallback {
  let told = 0;
  return {
    onSkip({ epoch, step, what, value }) {
      if (told === epoch) return;
      told = epoch;
      terminal.warn(`${what} became ${value} at step ${step} (epoch ${epoch}): the step is left out.`);
    },
    onEpochEnd({ epoch, skipped = 0 }) {
      if (skipped > 1) terminal.warn(`${skipped} steps of epoch ${epoch} were left out.`);
    },
  };
}

/** `runs/<recipe>-<data set>-<time>`, for a run that was given no folder. */
export function defaultRunPath(spec: Spec, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  return join('runs', `${partName(spec.recipe)}-${spec.data.dataset}-${time}`);
}
