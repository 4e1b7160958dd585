import { resolve } from 'node:path';

import { fittedOfRun } from '@helmholtz/analysis';
import { HelmholtzError } from '@helmholtz/base';
import type { Spec } from '@helmholtz/core';
import { type Checkpoint, type Environment, RunDirectory, describeEnvironment } from '@helmholtz/core/run';
import { version_core } from '@tensorflow/tfjs-core';
import type { Command } from 'commander';

import type { BackendOptions, CommonOptions } from '../options.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';
import type { Workspace } from '../workspace.js';
import { sizesOfSets, weightsToBeginWith } from './new-training.js';
import { reproduce } from './outcome.js';
import type { PreparedTraining } from './prepared-training.js';
import { trainingEnvironment } from './training-environment.js';

/** A run that was cut off, opened to go on with it. */
export interface ResumedRun {
  /** Locked until it is released. */
  readonly run: RunDirectory;
  /** As it is gone on with. */
  readonly spec: Spec;
  /** What its spec said. */
  readonly epochsBefore: number;
  /** Where it was begun; undefined where that can't be read. */
  readonly environment: Environment | undefined;
  /** Where to go on from; undefined where it was cut off before its first checkpoint. */
  readonly from: Checkpoint | undefined;
}

/** What may be said of a run that is gone on with: how long, and nothing that would make it another. */
const allowed = [
  'epochs',
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
 * @throws HelmholtzError (`usage`) where the command line says anything that the spec of the run decides.
 */
export function refuseChanges(path: string, command: Command): void {
  const named = command.options.filter((option) => {
    const name = option.attributeName();
    const isAllowed = allowed.includes(name) || allowedOfTraining.includes(name);
    return !isAllowed && command.getOptionValueSource(name) === 'cli';
  });
  const [what] = [...command.args, ...named.map(({ long }) => long!)];
  if (what === undefined) return;
  throw new HelmholtzError('usage', `${what} was given for a run that is gone on with.`, {
    hint: `All but --epochs is as its spec says; to change it begin another: helmholtz train ${path}/spec.yaml ...`,
  });
}

/**
 * Opens the folder of a run to go on with it.
 *
 * @param epochs to which it goes on, where its spec says others.
 * @throws HelmholtzError (`usage`) where it holds no run, or another process writes to it.
 */
export async function resumeRun(path: string, terminal: Terminal, epochs?: number): Promise<ResumedRun> {
  const run = await RunDirectory.resume(path);
  try {
    const declared = await run.readSpec();
    const { epochs: epochsBefore } = declared.training;
    const spec = { ...declared, training: { ...declared.training, epochs: epochs ?? epochsBefore } };
    const environment = await run.readEnvironment().catch(() => undefined);
    const from = await run.checkpointToResume((line) => terminal.warn(line));
    return { run, spec, epochsBefore, environment, from };
  } catch (error) {
    await run.release();
    throw error;
  }
}

/** Prepares what is left of the training of a run, on the backend that it was begun on. */
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

/** `going on with runs/mine from step 1234, in epoch 13 of 15`. */
function resumption({ run, spec, epochsBefore, from }: ResumedRun): string {
  const { epochs } = spec.training;
  const instead = epochs === epochsBefore ? '' : ` instead of ${epochsBefore}`;
  if (!from) return `going on with ${run.path} from its beginning: it has no checkpoint`;
  if (from.epoch >= epochs) return `going on with ${run.path}, whose training was done`;
  return `going on with ${run.path} from step ${from.step}, in epoch ${from.epoch + 1} of ${epochs}${instead}`;
}

/** Why the last bits of a run may differ from what they would have been; undefined where nothing has changed. */
function changedSince({ environment }: ResumedRun, backend: string): string | undefined {
  if (!environment) return undefined;
  const versions = { helmholtz: version, tensorflowjs: version_core, backend };
  const now = describeEnvironment({ ...versions, command: '', plugins: [] });
  const facts = ['backend', 'helmholtz', 'tensorflowjs', 'node', 'platform', 'processor', 'cores'] as const;
  const changed = facts.filter((fact) => environment[fact] !== now[fact]);
  if (changed.length === 0) return undefined;
  const listed = changed.map((fact) => `${fact} was ${environment[fact]}, is ${now[fact]}`);
  return `The run began elsewhere, so its last bits may differ: ${listed.join('; ')}.`;
}
