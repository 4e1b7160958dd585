import { resolve } from 'node:path';

import { debugNumerics, partName, type Spec, splitData } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair } from '@helmholtz/datasets';
import { Command } from 'commander';

import { declareSpec } from '@helmholtz/recipes/reading';
import type { SpecOptions } from '@helmholtz/recipes/reading';
import { type Interrupt, abortOnInterrupt, interruptExitCode } from '../interrupt.js';
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
import { jsonResult, reproduce, summary } from '../training/outcome.js';
import {
  type ResumedRun,
  changedSince,
  refuseChanges,
  resumeRun,
  resumption,
} from '../training/resume-run.js';
import { setOption } from '../set-option.js';
import { type TrainRunOptions, defaultRunPath, trainRun } from '../training/train-run.js';
import type { Terminal } from '../terminal.js';
import { Workspace } from '../workspace.js';

interface TrainOptions extends CommonOptions, BackendOptions, SpecOptions {
  readonly out?: string;
  readonly report: boolean;
  readonly resume?: string;
  readonly checkpointEvery?: number;
  readonly checkpointSeconds: number;
  readonly debugNumerics: boolean;
}

const examples = `
Examples:
  $ helmholtz train                              (the tutorial's VAE on the embedded digits)
  $ helmholtz train vae --latent 20 --hidden 400 --epochs 10 --out runs/mine
  $ helmholtz train dlgm --latent 40,10 --out runs/dlgm   (two stochastic layers, or as many as there are sizes)
  $ helmholtz train cvae --out runs/cvae         (the class of what is drawn can be chosen)
  $ helmholtz train vae --likelihood normal --optimizer rmsprop --learning-rate 1e-3
  $ helmholtz train vae --dataset mnist          (downloaded once; --data-dir for files that you have)
  $ helmholtz train vae --dataset npy --data-dir arrays --stream --likelihood normal
  $ helmholtz train examples/models/patients.yaml   (a table: real, count, binary and categorical columns)
  $ helmholtz train examples/models/two-hidden-layers.yaml --patience 3
  $ helmholtz train vae --set objective.samples=5 --set training.clip.norm=5   (any entry of a spec)
  $ helmholtz train runs/mine/spec.yaml --weights runs/mine --beta 4 --epochs 5   (another training, from where that one ended)
  $ helmholtz train two-layer-dlgm --plugin ./examples/plugins/two-layer-dlgm.js
  $ helmholtz train --resume runs/mine           (goes on with a run that was cut off, with the same bits)
  $ helmholtz train --resume runs/mine --epochs 20   (and on to epoch 20, as if it had been begun so)`;

export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train a model and write its run folder and report')
    .description(
      'Trains a recipe or a declared model, and leaves a folder with metrics, checkpoints, figures and a report.',
    )
    .argument('[recipe-or-spec]', 'a recipe that `helmholtz list` shows, or a YAML or JSON file', 'vae')
    .option(
      '--dataset <name>',
      'digits, mnist, npy (arrays of yours), csv (a table) and others; all of them: helmholtz list datasets',
    )
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
    .option(
      '--likelihood <name>',
      'bernoulli, normal, categorical and others; all of them: helmholtz list likelihoods',
    )
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
    .option(
      '--weights <run>',
      'begin with the weights of a run whose model has the same, to go on in another way',
    )
    .option(
      '--set <entry=value>',
      'any other entry of the spec, as in docs/spec.md, such as objective.samples=5; may be given several times',
      setOption,
    )
    .option('--seed <number>', 'names all random numbers; 0 is a seed', wholeNumber(0))
    .option('--out <folder>', 'folder of the run; runs/<recipe>-<data set>-<time> unless given')
    .option(
      '--resume <folder>',
      'go on with a run that was interrupted, killed, failed or, with more --epochs, done',
    )
    .option(
      '--checkpoint-every <epochs>',
      'keep a checkpoint of every so many epochs for good',
      wholeNumber(1),
    )
    .option(
      '--checkpoint-seconds <seconds>',
      'write the last checkpoint anew so often within an epoch',
      nonNegativeNumber,
      60,
    )
    .option('--debug-numerics', 'find the layer where a number becomes NaN or infinite; slower', false)
    .option('--no-report', 'leave out the figures and the report')
    .addHelpText('after', examples)
    .action(runTrain);
  return withCommonOptions(withBackendOption(command));
}

async function runTrain(recipeOrFile: string, options: TrainOptions, command: Command): Promise<void> {
  if (options.resume === undefined) return begin(recipeOrFile, options);
  refuseChanges(options.resume, command);
  const workspace = await Workspace.open(options);
  const resumed = await resumeRun(options.resume, workspace.terminal, options.epochs);
  try {
    await goOn(workspace, resumed, options);
  } finally {
    await resumed.run.release();
  }
}

/** Trains what the command line declares, in a folder of its own. */
async function begin(recipeOrFile: string, options: TrainOptions): Promise<void> {
  const workspace = await Workspace.open(options);
  const interrupt = finishOnInterrupt(workspace.terminal);
  const { signal } = interrupt;
  let loaded: DatasetPair | undefined;
  const spec = await declareSpec(recipeOrFile, options, {
    async factsOf(data) {
      loaded = await workspace.loadData(data, signal);
      return loaded.train;
    },
    declare: (recipe, sizes) => workspace.declareRecipe(recipe, sizes),
  });
  const path = options.out ?? defaultRunPath(spec);
  await RunDirectory.checkFree(path);
  const backend = await workspace.selectBackend(options);
  const assembly = workspace.assemble(spec);
  const data = loaded ?? (await workspace.loadData(spec.data, signal));
  workspace.terminal.status(
    `training ${partName(spec.recipe)} on ${spec.data.dataset}: ${sizesOfSets(spec, data)}, backend ${backend}`,
  );
  await trainAndReport(workspace, options, { assembly, data, path, backend, interrupt });
}

/** Trains what is left of a run, on the backend that it was begun on. */
async function goOn(workspace: Workspace, resumed: ResumedRun, options: TrainOptions): Promise<void> {
  const { terminal } = workspace;
  const { run, environment, spec } = resumed;
  const interrupt = finishOnInterrupt(terminal);
  const asBefore = options.backend === 'auto' && environment ? environment.backend : options.backend;
  const backend = await workspace.selectBackend({ backend: asBefore, threads: options.threads });
  const assembly = await workspace.withPlugins(run, () => workspace.assemble(spec));
  const from = { ...spec.data, ...(options.dataDir ? { dataDir: resolve(options.dataDir) } : {}) };
  const data = await workspace.withPlugins(run, () => workspace.loadData(from, interrupt.signal));
  terminal.status(`${resumption(resumed)}: ${sizesOfSets(spec, data)}, backend ${backend}`);
  const changed = changedSince(resumed, backend);
  if (changed) terminal.warn(changed);
  await trainAndReport(workspace, options, { assembly, data, path: run.path, backend, interrupt, resumed });
}

/** Ends training in good order at the first Ctrl-C, with a checkpoint. */
function finishOnInterrupt(terminal: Terminal): Interrupt {
  return abortOnInterrupt(() =>
    terminal.status('\ninterrupted: finishing this step (again to stop at once) ...'),
  );
}

interface Training extends Pick<TrainRunOptions, 'assembly' | 'path' | 'backend' | 'resumed'> {
  readonly data: DatasetPair;
  readonly interrupt: Interrupt;
}

async function trainAndReport(
  { terminal }: Workspace,
  options: TrainOptions,
  { interrupt, ...training }: Training,
): Promise<void> {
  const { data, path, backend } = training;
  const { createStep } = training.assembly;
  const watched = options.debugNumerics ? debugNumerics(createStep) : createStep;
  const assembly = { ...training.assembly, createStep: watched };
  const command = reproduce(path, { ...options, backend });
  const trained = await trainRun({
    ...training,
    assembly,
    command,
    plugins: options.plugin.map((file) => resolve(file)),
    checkpoints: { everyEpochs: options.checkpointEvery, everySeconds: options.checkpointSeconds },
    signal: interrupt.signal,
    terminal,
  });
  // From here on there is nothing that an interrupt should save.
  interrupt.release();
  const { reason } = trained;
  let report: string | undefined;
  if (options.report) {
    terminal.status('drawing the figures ...');
    report = await writeReport({ assembly, trained, test: data.test, backend, command });
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
