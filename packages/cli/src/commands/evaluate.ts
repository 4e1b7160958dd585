import { evaluateRun, evaluationTables } from '@helmholtz/analysis';
import { codeNote } from '@helmholtz/core';
import { Command } from 'commander';

import { abortOnInterrupt, interruptExitCode } from '../interrupt.js';
import { withFlags } from '../option-names.js';
import {
  type BackendOptions,
  type CommonOptions,
  wholeNumber,
  withAcceptSpecOption,
  withBackendOption,
  withCommonOptions,
  withDataOption,
} from '../options.js';
import { showTasks } from '../task-progress.js';
import { Workspace } from '../workspace.js';

interface EvaluateOptions extends CommonOptions, BackendOptions {
  readonly dataDir?: string;
  readonly data?: string;
  readonly importanceSamples?: number;
  readonly annealed?: number;
  readonly chains?: number;
  readonly examples?: number;
  readonly acceptSpec: boolean;
}

// Commander wraps it to the width of the terminal.
const description =
  'Evaluates a trained model. On every set: the metrics of its objective as means over examples, in nats. On the test set: ' +
  'the negative log-likelihood by importance sampling, bits per dimension, and statistics of each latent. ' +
  'docs/reference/evaluation.md explains each number.';

const examples = `
Examples:
  $ helmholtz evaluate runs/mine
  $ helmholtz evaluate runs/mine --data new.csv
  $ helmholtz evaluate runs/mine --importance-samples 5000
  $ helmholtz evaluate runs/mine --importance-samples 5000 --examples 500
  $ helmholtz evaluate runs/mine --annealed 1000 --examples 100
  $ helmholtz evaluate runs/mine --importance-samples 0 --json`;

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .summary('compute the bound, the log-likelihood and statistics of the latents')
    .description(description)
    .argument('<run>', 'run folder')
    .option('--data-dir <folder>', "folder with the data set's files (default: that of the run)")
    .option(
      '--importance-samples <n>',
      'draws of the latents per example for the log-likelihood; 0 skips it (default: 100)',
      wholeNumber(0),
    )
    .option(
      '--annealed <n>',
      'also estimate the log-likelihood by annealed importance sampling with <n> temperatures, such as 1000; it needs no posterior',
      wholeNumber(2),
    )
    .option('--chains <n>', 'annealed chains for each example (default: 16)', wholeNumber(1))
    .option(
      '--examples <n>',
      'evaluate only the first <n> examples of each set (default: all)',
      wholeNumber(1),
    )
    .addHelpText('after', examples)
    .action(runEvaluate);
  return withCommonOptions(withBackendOption(withAcceptSpecOption(withDataOption(command))));
}

async function runEvaluate(path: string, options: EvaluateOptions, command: Command): Promise<void> {
  const workspace = await Workspace.open(options);
  const { terminal } = workspace;
  const { signal, release } = abortOnInterrupt(() => process.exit(interruptExitCode()));
  const backend = await workspace.selectBackend(options);
  const { data, dataDir, acceptSpec } = options;
  const run = await workspace.openRun(path, { data, dataDir, acceptSpec, signal });
  const { importanceSamples, annealed, chains, examples } = options;
  const { onProgress, end } = showTasks(terminal);
  const chosen = { importanceSamples, annealed, chains, examples };
  const evaluation = await evaluateRun(run, { ...chosen, signal, onProgress }).finally(end);
  release();
  const { importanceSampling: noNll, latents: noLatents } = evaluation.omitted;
  if (noNll !== undefined && importanceSamples === undefined) terminal.status(`no nll: ${noNll}`);
  if (noLatents !== undefined) terminal.status(`no latents: ${noLatents}`);
  const note = codeNote(run.model);
  if (noLatents === undefined && note !== undefined) terminal.status(note);
  const {
    metrics,
    standardErrors,
    set,
    importanceSampling,
    annealedImportanceSampling,
    inDataUnits,
    discreteModel,
    predictions,
    latents,
    codes,
    missing,
  } = evaluation;
  const { seconds, stepsPerSecond } = evaluation;
  const omitted = Object.entries(evaluation.omitted).map(([key, why]) => [key, withFlags(why, command)]);
  terminal.result(evaluationTables(evaluation), {
    runDir: path,
    ...metrics,
    standardErrors,
    ...(importanceSampling ? { importanceSampling: { set, ...importanceSampling } } : {}),
    ...(annealedImportanceSampling
      ? { annealedImportanceSampling: { set, ...annealedImportanceSampling } }
      : {}),
    ...(inDataUnits ? { inDataUnits: { set, ...inDataUnits } } : {}),
    ...(discreteModel ? { discreteModel: { set, ...discreteModel } } : {}),
    ...(predictions ? { predictions } : {}),
    ...(latents ? { latents } : {}),
    ...(codes ? { codes } : {}),
    ...(missing ? { missing } : {}),
    ...(omitted.length > 0 ? { omitted: Object.fromEntries(omitted) as object } : {}),
    epochs: run.checkpoint.epoch,
    seconds,
    stepsPerSecond,
    backend,
  });
}
