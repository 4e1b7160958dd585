import { writeReport } from '@helmholtz/analysis';
import { debugNumerics, trainAssembly } from '@helmholtz/core';
import type { RunDirectory } from '@helmholtz/core/run';
import { Command } from 'commander';

import { type Interrupt, abortOnInterrupt, interruptExitCode } from '../interrupt.js';
import {
  nonNegativeNumber,
  positiveNumber,
  sizes,
  wholeNumber,
  withBackendOption,
  withCommonOptions,
} from '../options.js';
import { setOption } from '../set-option.js';
import type { Terminal } from '../terminal.js';
import { type NewTrainingOptions, newTraining } from '../training/new-training.js';
import { jsonResult, summary } from '../training/outcome.js';
import { refuseChanges, resumeRun, resumedTraining } from '../training/resume-run.js';
import { trainingCallbacks } from '../training/training-callbacks.js';
import { Workspace } from '../workspace.js';

interface TrainOptions extends NewTrainingOptions {
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
      'any other entry of the spec, as in docs/reference/spec.md, such as objective.samples=5; may be given several times',
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
  if (options.resume !== undefined) refuseChanges(options.resume, command);
  const workspace = await Workspace.open(options);
  const { terminal } = workspace;
  const { resume, epochs } = options;
  const resumed = resume === undefined ? undefined : await resumeRun(resume, terminal, epochs);
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
    // From here on there is nothing that an interrupt should save.
    interrupt.release();
    const run = { ...assembly, ...data, directory: directory! };
    const report = options.report ? await reported(run, { ...prepared, training, backend }) : undefined;
    if (training.reason === 'interrupted') process.exitCode = interruptExitCode();
    const { path } = run.directory;
    terminal.result(summary(path, training, objective.monitor, report), jsonResult(path, training, backend));
  } finally {
    await resumed?.run.release();
  }

  async function reported(...[run, sources]: Parameters<typeof writeReport>): Promise<string> {
    terminal.status('drawing the figures ...');
    return writeReport(run, sources);
  }
}

/** Ends training in good order at the first Ctrl-C, with a checkpoint. */
function finishOnInterrupt(terminal: Terminal): Interrupt {
  return abortOnInterrupt(() =>
    terminal.status('\ninterrupted: finishing this step (again to stop at once) ...'),
  );
}
