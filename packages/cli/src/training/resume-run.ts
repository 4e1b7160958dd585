import { join, resolve } from 'node:path';

import { fittedOfRun } from '@helmholtz/analysis';
import { HelmholtzError } from '@helmholtz/base';
import type { Spec } from '@helmholtz/core';
import {
  type Checkpoint,
  type Environment,
  RunDirectory,
  checkTrainedSpec,
  describeEnvironment,
} from '@helmholtz/core/run';
import { version_core } from '@tensorflow/tfjs-core';
import type { Command } from 'commander';

import type { BackendOptions, CommonOptions } from '../options.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';
import type { Workspace } from '../workspace.js';
import { weightsToBeginWith } from './new-training.js';
import { reproduce } from './outcome.js';
import type { PreparedTraining } from './prepared-training.js';
import { sizesOfSets } from './sizes-of-sets.js';
import { trainingEnvironment } from './training-environment.js';

/** Interrupted run, opened to resume it. */
export interface ResumedRun {
  /** Folder of the run, locked until it is released. */
  readonly run: RunDirectory;
  /** Spec with the new number of epochs. */
  readonly spec: Spec;
  /** Number of epochs in its own spec. */
  readonly epochsBefore: number;
  /** Environment in which it began; undefined if that can't be read. */
  readonly environment: Environment | undefined;
  /** Checkpoint to resume from; undefined for a run without one. */
  readonly from: Checkpoint | undefined;
}

/** Options that `--resume` takes: none that would change the result of the run. */
const allowed = [
  'epochs',
  'acceptSpec',
  'resume',
  'dataDir',
  'backend',
  'threads',
  'plugin',
  'report',
  'quiet',
  'json',
  'debug',
];
const allowedOfTraining = ['checkpointEvery', 'checkpointSeconds', 'debugNumerics'];

/**
 * Checks that the command line sets nothing that the spec of the run defines.
 *
 * @throws HelmholtzError (`usage`) for any other argument or option.
 */
export function refuseChanges(path: string, command: Command): void {
  const named = command.options.filter((option) => {
    const name = option.attributeName();
    const isAllowed = allowed.includes(name) || allowedOfTraining.includes(name);
    return !isAllowed && command.getOptionValueSource(name) === 'cli';
  });
  const [what] = [...command.args, ...named.map(({ long }) => long!)];
  if (what === undefined) return;
  throw new HelmholtzError('usage', `--resume can't be combined with ${what}.`, {
    hint: `A resumed run keeps its spec; only --epochs may change. Train it again with: helmholtz train ${path}/spec.yaml ...`,
  });
}

export interface ResumeOptions {
  /** New number of epochs; that of its spec by default. */
  readonly epochs?: number | undefined;
  /** Whether to resume with a spec that was changed since the checkpoint. */
  readonly acceptSpec?: boolean | undefined;
}

/**
 * Opens the folder of a run to resume it.
 *
 * @throws HelmholtzError (`usage`) for a folder without a run, or if another process writes to it;
 *   (`data`) if its spec was changed.
 */
export async function resumeRun(
  path: string,
  terminal: Terminal,
  { epochs, acceptSpec }: ResumeOptions = {},
): Promise<ResumedRun> {
  const run = await RunDirectory.resume(path);
  try {
    const declared = await run.readSpec();
    const { epochs: epochsBefore } = declared.training;
    const spec = { ...declared, training: { ...declared.training, epochs: epochs ?? epochsBefore } };
    const environment = await run.readEnvironment().catch(() => undefined);
    const onWarning = (line: string): void => terminal.warn(line);
    const from = await run.checkpointToResume(onWarning);
    const source = join(path, 'spec.yaml');
    if (from) checkTrainedSpec(declared, from.spec, { source, resumes: true, acceptSpec, onWarning });
    return { run, spec, epochsBefore, environment, from };
  } catch (error) {
    await run.release();
    throw error;
  }
}

/** Prepares the rest of the training of a run, on the backend on which it began. */
export async function resumedTraining(
  resumed: ResumedRun,
  options: CommonOptions & BackendOptions & { readonly dataDir?: string },
  workspace: Workspace,
  signal: AbortSignal,
): Promise<PreparedTraining> {
  const { terminal } = workspace;
  const { run, spec, from } = resumed;
  const begun = resumed.environment;
  const asBefore = options.backend === 'auto' && begun ? begun.backend : options.backend;
  const backend = await workspace.selectBackend({ backend: asBefore, threads: options.threads });
  const assembly = await workspace.withPlugins(run.path, () => workspace.assemble(spec));
  const declared = { ...spec.data, ...(options.dataDir ? { dataDir: resolve(options.dataDir) } : {}) };
  const fitted = await fittedOfRun(run);
  const data = await workspace.withPlugins(run.path, () => workspace.loadData(declared, signal, fitted));
  terminal.status(`${resumption(resumed)}: ${sizesOfSets(spec, data)}, backend ${backend}`);
  const changed = changedSince(resumed, backend);
  if (changed) terminal.warn(changed);
  const command = reproduce(run.path, { ...options, backend });
  const environment = begun ?? trainingEnvironment(spec, data, { backend, command, plugins: options.plugin });
  const openFolder = async () => {
    if (!begun) await run.writeEnvironment(environment);
    return run;
  };
  const weights = from ? undefined : await weightsToBeginWith(spec, terminal);
  return { assembly, data, backend, command, environment, openFolder, from, weights };
}

/** Returns `resuming runs/mine from step 1234, in epoch 13 of 15`. */
function resumption({ run, spec, epochsBefore, from }: ResumedRun): string {
  const { epochs } = spec.training;
  const instead = epochs === epochsBefore ? '' : ` instead of ${epochsBefore}`;
  if (!from) return `resuming ${run.path} from the beginning: it has no checkpoint`;
  if (from.epoch >= epochs) return `resuming ${run.path}, whose training is complete`;
  return `resuming ${run.path} from step ${from.step}, in epoch ${from.epoch + 1} of ${epochs}${instead}`;
}

/**
 * Returns a warning that results may differ in the last bits, or undefined in the same environment.
 */
function changedSince({ environment }: ResumedRun, backend: string): string | undefined {
  if (!environment) return undefined;
  const versions = { helmholtz: version, tensorflowjs: version_core, backend };
  const now = describeEnvironment({ ...versions, command: '', plugins: [] });
  const facts = ['backend', 'helmholtz', 'tensorflowjs', 'node', 'platform', 'processor', 'cores'] as const;
  const changed = facts.filter((fact) => environment[fact] !== now[fact]);
  if (changed.length === 0) return undefined;
  const listed = changed.map((fact) => `${fact} was ${environment[fact]}, is ${now[fact]}`);
  return `The run began in another environment, so results may differ in the last bits: ${listed.join('; ')}.`;
}
