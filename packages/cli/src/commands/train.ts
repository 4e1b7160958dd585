import { join, resolve } from 'node:path';

import { type Metrics, type Monitor, type Spec, partName, splitData } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair } from '@helmholtz/datasets';
import { Command } from 'commander';

import { type SpecOptions, declareSpec } from '../declaration.js';
import { abortOnInterrupt, interruptExitCode } from '../interrupt.js';
import {
  type BackendOptions,
  type CommonOptions,
  nonNegativeNumber,
  positiveNumber,
  sizes,
  wholeNumber,
  withBackendOption,
  withCommonOptions,
} from '../options.js';
import { writeReport } from '../report/write-report.js';
import { metricList } from '../training/metric-list.js';
import { type TrainedRun, defaultRunPath, trainRun } from '../training/train-run.js';
import { Workspace } from '../workspace.js';

interface TrainOptions extends CommonOptions, BackendOptions, SpecOptions {
  readonly out?: string;
  readonly report: boolean;
}

const examples = `
Examples:
  $ helmholtz train                              (the tutorial's VAE on the embedded digits)
  $ helmholtz train vae --latent 20 --hidden 400 --epochs 10 --out runs/mine
  $ helmholtz train dlgm --latent 40,10          (two stochastic layers, or as many as there are sizes)
  $ helmholtz train vae --likelihood normal --optimizer rmsprop --learning-rate 1e-3
  $ helmholtz train vae --dataset mnist          (downloaded once; --data-dir for files that you have)
  $ helmholtz train vae --dataset npy --data-dir arrays --stream --likelihood normal
  $ helmholtz train examples/models/two-hidden-layers.yaml --patience 3
  $ helmholtz train two-layer-dlgm --plugin ./examples/plugins/two-layer-dlgm.js`;

export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train a model and write its run folder and report')
    .description(
      'Trains a recipe or a declared model, and leaves a folder with metrics, checkpoints, figures and a report.',
    )
    .argument('[recipe-or-spec]', 'a recipe that `helmholtz list` shows, or a YAML or JSON file', 'vae')
    .option('--dataset <name>', 'digits, mnist, fashion-mnist, npy (arrays of yours), or one of a plugin')
    .option('--data-dir <folder>', "folder with the data set's files; downloaded where not given")
    .option('--stream', 'leave the examples in their unpacked files and read them as they are needed')
    .option('--binarization <kind>', 'none, threshold, or sample: drawn anew at every read')
    .option('--padding <side>', 'pad images to this many rows and columns', wholeNumber(1))
    .option(
      '--hidden <sizes>',
      'hidden units, such as 256 or 512,256; mirrored in the generative network',
      sizes,
    )
    .option(
      '--latent <sizes>',
      'latent dimensions, such as 2; from x up where there are several: 100,50',
      sizes,
    )
    .option('--likelihood <name>', 'bernoulli, normal, or one of a plugin')
    .option('--beta <weight>', 'weight of the KL divergence in the loss', positiveNumber)
    .option('--epochs <count>', 'passes over the training set', wholeNumber(1))
    .option('--batch-size <count>', 'examples a step', wholeNumber(1))
    .option('--learning-rate <rate>', 'step size of the optimizer', positiveNumber)
    .option('--optimizer <name>', 'sgd, momentum, adagrad, adadelta, adam, adamax or rmsprop')
    .option(
      '--validation <share-or-count>',
      'hold so much out of the training set to choose by; a tenth with --patience, else none',
      nonNegativeNumber,
    )
    .option(
      '--patience <epochs>',
      'stop when the validation NELBO has not fallen for so many epochs; keeps the best weights',
      wholeNumber(0),
    )
    .option('--seed <number>', 'names all random numbers; 0 is a seed', wholeNumber(0))
    .option('--out <folder>', 'folder of the run; runs/<recipe>-<data set>-<time> unless given')
    .option('--no-report', 'leave out the figures and the report')
    .addHelpText('after', examples)
    .action(runTrain);
  return withCommonOptions(withBackendOption(command));
}

async function runTrain(recipeOrFile: string, options: TrainOptions): Promise<void> {
  const workspace = await Workspace.open(options);
  const { terminal } = workspace;
  const interrupt = abortOnInterrupt(() =>
    terminal.status('\ninterrupted: finishing this step (again to stop at once) ...'),
  );
  const { signal } = interrupt;
  let loaded: DatasetPair | undefined;
  const spec = await declareSpec(recipeOrFile, options, {
    async shapeOf(data) {
      loaded = await workspace.loadData(data, signal);
      return loaded.train.shape;
    },
    declare: (recipe, sizes) => workspace.declareRecipe(recipe, sizes),
  });
  const path = options.out ?? defaultRunPath(spec);
  await RunDirectory.checkFree(path);
  const backend = await workspace.selectBackend(options);
  const assembly = workspace.assemble(spec);
  const data = loaded ?? (await workspace.loadData(spec.data, signal));
  terminal.status(
    `training ${partName(spec.recipe)} on ${spec.data.dataset}: ${sizesOfSets(spec, data)}, backend ${backend}`,
  );
  const command = reproduce(path, { ...options, backend });
  const trained = await trainRun({
    assembly,
    data,
    path,
    backend,
    command,
    plugins: options.plugin.map((file) => resolve(file)),
    signal,
    terminal,
  });
  // From here on there is nothing that an interrupt should save.
  interrupt.release();
  const { reason } = trained;
  let report: string | undefined;
  if (options.report) {
    terminal.status('drawing the figures ...');
    report = await writeReport({
      assembly,
      trained,
      test: data.test,
      backend,
      command,
    });
  }
  if (reason === 'interrupted') process.exitCode = interruptExitCode();
  terminal.result(summary(trained, assembly.objective.monitor, report), jsonResult(trained, backend));
}

/** `54000 examples, 6000 for validation, 10000 for the test`. */
function sizesOfSets(spec: Spec, data: DatasetPair): string {
  const { train, validation, test } = splitData(spec, data);
  const held = validation ? `${validation.size} for validation, ` : '';
  return `${train.size} examples, ${held}${test.size} for the test`;
}

const endings: Readonly<Record<TrainedRun['reason'], string>> = {
  completed: 'done',
  stoppedEarly: 'stopped early',
  interrupted: 'interrupted',
};

function summary(trained: TrainedRun, monitor: Monitor, report: string | undefined): string {
  const { run, reason, history, bestEpoch, seconds } = trained;
  const epochs = history.length === 1 ? '1 epoch' : `${history.length} epochs`;
  const weights = bestEpoch === undefined ? '' : `, with the weights of epoch ${bestEpoch}, the best`;
  return [
    `${endings[reason]} after ${epochs}, ${seconds.toFixed(1)} s${weights}`,
    metricsLine('test', trained.test, monitor),
    `run    ${run.path}`,
    ...(report === undefined ? [] : [`report ${report}`]),
  ].join('\n');
}

/** `test nelbo 105.60 nats (expectedLogLikelihood -80.30, kl 25.30)`. */
function metricsLine(set: string, metrics: Metrics, monitor: Monitor): string {
  const [first, ...others] = metricList(metrics, monitor);
  return `${set} ${first} nats${others.length > 0 ? ` (${others.join(', ')})` : ''}`;
}

function jsonResult(trained: TrainedRun, backend: string): object {
  const { run, train, validation, test, history, bestEpoch, seconds, steps, reason } = trained;
  return {
    runDir: run.path,
    train,
    ...(validation ? { validation } : {}),
    test,
    epochs: history.length,
    ...(bestEpoch === undefined ? {} : { bestEpoch }),
    seconds,
    stepsPerSecond: steps / seconds,
    backend,
    reason,
  };
}

/** The command that makes the same run again, from the spec that lies in its folder. */
function reproduce(path: string, { plugin, backend }: Pick<TrainOptions, 'plugin' | 'backend'>): string {
  const plugins = plugin.flatMap((file) => ['--plugin', file]);
  const words = [join(path, 'spec.yaml'), ...plugins, '--backend', backend, '--out', `${path}-again`];
  return ['npx helmholtz train', ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : JSON.stringify(word);
}
