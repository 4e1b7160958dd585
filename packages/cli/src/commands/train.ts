import { unusedOption, writeReport } from '@helmholtz/analysis';
import { debugNumerics, sizeOf, trainAssembly } from '@helmholtz/core';
import type { RunDirectory } from '@helmholtz/core/run';
import { Command } from 'commander';

import { type Interrupt, abortOnInterrupt, interruptExitCode } from '../interrupt.js';
import {
  batchSize,
  nonNegativeNumber,
  paddingSide,
  positiveNumber,
  sizes,
  wholeNumber,
  withAcceptSpecOption,
  withBackendOption,
  withCommonOptions,
} from '../options.js';
import { setOption } from '../set-option.js';
import type { Terminal } from '../terminal.js';
import { type NewTrainingOptions, newTraining } from '../training/new-training.js';
import { jsonResult, summary, warningOf } from '../training/outcome.js';
import { refuseChanges, resumeRun, resumedTraining } from '../training/resume-run.js';
import { trainingCallbacks } from '../training/training-callbacks.js';
import { Workspace } from '../workspace.js';

interface TrainOptions extends NewTrainingOptions {
  readonly report: boolean;
  readonly resume?: string;
  readonly acceptSpec: boolean;
  readonly checkpointEvery?: number;
  readonly checkpointSeconds: number;
  readonly debugNumerics: boolean;
}

const examples = `
Examples:
  $ helmholtz train                              (the tutorial's VAE on the embedded digits)
  $ helmholtz train vae --latent 20 --hidden 400 --epochs 10 --out runs/mine
  $ helmholtz train dlgm --latent 40,10 --out runs/dlgm   (one stochastic layer for each size)
  $ helmholtz train cvae --out runs/cvae         (sample, traverse and manifold then take --label)
  $ helmholtz train vae --likelihood normal --optimizer rmsprop --learning-rate 1e-3
  $ helmholtz train vae --dataset mnist          (downloaded once, or read from --data-dir)
  $ helmholtz train vae --dataset npy --data-dir arrays --stream --likelihood normal
  $ helmholtz train examples/models/patients.yaml   (a table: real, count, binary and categorical columns)
  $ helmholtz train examples/models/two-hidden-layers.yaml --patience 3
  $ helmholtz train vae --set objective.samples=5 --set training.clip.norm=5   (any entry of the spec)
  $ helmholtz train runs/mine/spec.yaml --weights runs/mine --beta 4 --epochs 5   (fine-tunes trained weights)
  $ helmholtz train two-layer-dlgm --plugin ./examples/plugins/two-layer-dlgm.js
  $ helmholtz train --resume runs/mine           (resumes an interrupted run; the result is the same to the bit)
  $ helmholtz train --resume runs/mine --epochs 20   (trains a finished run up to epoch 20)`;

export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train a model and write a run folder with a report')
    .description(
      'Trains a recipe or the model of a spec file, and writes a run folder with metrics, checkpoints, figures and a report. Options override the spec file.',
    )
    .argument(
      '[recipe-or-spec]',
      'recipe that `helmholtz list recipes` shows, or a YAML or JSON spec file',
      'vae',
    )
    .option(
      '--dataset <name>',
      'digits, mnist, npy (your arrays), csv (your table) and others; all of them: helmholtz list datasets (default: digits)',
    )
    .option('--data-dir <folder>', "folder with the data set's files (default: downloaded to a cache)")
    .option(
      '--stream',
      'read examples from their files when they are needed, instead of keeping them in memory',
    )
    .option(
      '--binarization <kind>',
      'how pixels become 0 or 1: none, threshold, sample (drawn again at every read) or fixed (drawn once) (default: none)',
    )
    .option(
      '--padding <side>',
      "pad images to this number of rows and columns, or none (default: the recipe's, 32 for conv-vae)",
      paddingSide,
    )
    .option(
      '--hidden <sizes>',
      "units of the hidden layers, such as 256 or 512,256; the generative network mirrors them (default: the recipe's)",
      sizes,
    )
    .option(
      '--latent <sizes>',
      "dimensions of the latents, such as 2; several start with the one next to x: 100,50 (default: the recipe's)",
      sizes,
    )
    .option(
      '--likelihood <name>',
      "bernoulli, normal, categorical and others; all of them: helmholtz list likelihoods; auto: by the values of each column of a table (default: the recipe's, or auto for a table)",
    )
    .option('--beta <weight>', 'weight of the KL divergence in the loss (default: 1)', positiveNumber)
    .option('--epochs <count>', 'passes over the training set (default: 15)', wholeNumber(1))
    .option(
      '--batch-size <count>',
      'examples per step, or one number for each part of the data: labelled=20,unlabelled=100 (default: 100)',
      batchSize,
    )
    .option('--learning-rate <rate>', 'learning rate of the optimizer (default: 0.001)', positiveNumber)
    .option('--optimizer <name>', 'sgd, momentum, adagrad, adadelta, adam, adamax or rmsprop (default: adam)')
    .option(
      '--validation <share-or-count>',
      'validation set taken from the training set: below 1 a share, from 1 on a number of examples (default: 0.1 with --patience, otherwise 0)',
      nonNegativeNumber,
    )
    .option(
      '--patience <epochs>',
      'early stopping: epochs without a lower validation NELBO; keeps the best weights (default: off)',
      wholeNumber(0),
    )
    .option('--weights <run>', 'initial weights: those of another run of the same model')
    .option(
      '--set <entry=value>',
      'set any entry of the spec (docs/reference/spec.md), such as objective.samples=5; repeat for several entries',
      setOption,
    )
    .option('--seed <number>', 'seed of all random numbers (default: 0)', wholeNumber(0))
    .option('--out <folder>', 'run folder (default: runs/<recipe>-<data set>-<time>)')
    .option(
      '--resume <folder>',
      'resume a run that was interrupted, killed or failed, or train a finished run for more --epochs',
    )
    .option(
      '--checkpoint-every <epochs>',
      'epochs between checkpoints that are kept (default: only the last two and the best)',
      wholeNumber(1),
    )
    .option(
      '--checkpoint-seconds <seconds>',
      'seconds between checkpoints within an epoch',
      nonNegativeNumber,
      60,
    )
    .option('--debug-numerics', 'report the layer where a number becomes NaN or infinite; slower', false)
    .option('--no-report', 'skip the figures and the report')
    .addHelpText('after', examples)
    .action(runTrain);
  return withCommonOptions(withBackendOption(withAcceptSpecOption(command)));
}

async function runTrain(recipeOrFile: string, options: TrainOptions, command: Command): Promise<void> {
  if (options.resume !== undefined) refuseChanges(options.resume, command);
  else if (options.acceptSpec)
    throw unusedOption('acceptSpec', undefined, 'only a resumed run has a checkpoint to compare with');
  const workspace = await Workspace.open(options);
  const { terminal } = workspace;
  const { resume } = options;
  const resumed = resume === undefined ? undefined : await resumeRun(resume, terminal, options);
  const interrupt = finishOnInterrupt(terminal);
  const { signal } = interrupt;
  try {
    const { assembly, data, backend, openFolder, ...prepared } = resumed
      ? await resumedTraining(resumed, options, workspace, signal)
      : await newTraining(recipeOrFile, options, workspace, signal);
    const { spec, createStep, objective } = assembly;
    const watched = options.debugNumerics ? debugNumerics(createStep) : createStep;
    let directory: RunDirectory | undefined;
    const training = await trainAssembly(
      { ...assembly, createStep: watched },
      {
        data,
        run: async () => (directory = await openFolder()),
        from: prepared.from,
        weights: prepared.weights,
        checkpoints: { everyEpochs: options.checkpointEvery, everySeconds: options.checkpointSeconds },
        callbacks: trainingCallbacks(terminal, spec),
        signal,
      },
    );
    // From here on, an interrupt has nothing to save.
    interrupt.release();
    const run = { ...assembly, ...data, directory: directory! };
    const report = options.report ? await reported(run, { ...prepared, training, backend }) : undefined;
    if (training.reason === 'interrupted') process.exitCode = interruptExitCode();
    const { path } = run.directory;
    const elements = assembly.model.observed.reduce((sum, { input }) => sum + sizeOf(input.shape), 0);
    const warning = warningOf(training, objective.monitor, elements);
    if (warning !== undefined) terminal.warn(warning);
    terminal.result(summary(path, training, objective.monitor, report), jsonResult(path, training, backend));
  } finally {
    await resumed?.run.release();
  }

  async function reported(...[run, sources]: Parameters<typeof writeReport>): Promise<string> {
    terminal.status('drawing the figures ...');
    return writeReport(run, sources);
  }
}

/** Ends training with a checkpoint at the first Ctrl-C. */
function finishOnInterrupt(terminal: Terminal): Interrupt {
  return abortOnInterrupt(() =>
    terminal.status('\ninterrupted: finishing this step; press Ctrl-C again to stop at once ...'),
  );
}
