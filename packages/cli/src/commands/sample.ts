import {
  type CodeSource,
  codeSources,
  isImages,
  readsExamples,
  type Sampled,
  sample,
  samplePieces,
} from '@helmholtz/analysis';
import { HelmholtzError } from '@helmholtz/base';
import type { NamedExamples } from '@helmholtz/core';
import { samplesFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { positiveNumber, wholeNumber } from '../options.js';
import {
  conditionFiles,
  type GivenCommandOptions,
  givenOptions,
  noteOn,
  withGivenOption,
  withLabelOption,
} from '../pictures/given-options.js';
import { pictureCommand, type WithOthers } from '../pictures/picture-command.js';
import type { TestedRun } from '../pictures/run-command.js';
import { writeSamples } from '../pictures/write-samples.js';
import { showTasks } from '../task-progress.js';

interface SampleCommandOptions extends GivenCommandOptions {
  readonly out?: string;
  readonly count?: number;
  readonly exposure?: number;
  readonly pixels?: 'means' | 'draws';
  readonly from?: CodeSource;
  readonly components?: number;
  readonly covariance?: 'full' | 'diagonal';
  readonly fitSteps?: number;
  readonly codes?: string;
}

export function sampleCommand(): Command {
  const command = pictureCommand<SampleCommandOptions>({
    name: 'sample',
    summary: 'draw examples from the prior, or from other codes, and decode them',
    details:
      'Latents are drawn from the top down, each from its prior given the latents above, or come from --from or --codes. Images are written as a picture with ' +
      'their generated classes, tables as CSV, series as .npy and as a picture of lines, other arrays as .npy. Each further observed variable and each condition goes ' +
      'to a file of its own, such as sample-depth.npy; of a table, a condition is a column.',
    shown: ['likelihoodMeans'],
    needsExamples: (model, options) => readsExamples(model, options),
    draws: true,
    examples: [
      '--count 64',
      '--pixels draws',
      'runs/cvae --label 7',
      'runs/dose --given dose=0:1:0.25 --count 20',
      'runs/dose --given dose=@doses.npy',
      'runs/cells --exposure 5000',
      '--count 1000000 --out drawn.npy',
      '--from mixture --components 20',
      '--from flow',
      'runs/vq --from autoregressive',
      '--codes runs/mine/embedding/z.npy',
    ],
    async draw(run, options) {
      const sampled = await sampledFrom(run, options);
      const { images, classVariables } = sampled;
      const { others, note } = besideOf(sampled, options);
      return {
        ...samplesFigure(images!, {
          drawn: (options.pixels ?? (isImages(run.test) ? 'means' : 'draws')) === 'draws',
        }),
        others: new Map([...others].filter(([name]) => !classVariables.includes(name))),
        note,
      };
    },
    async write(run, options, main) {
      const { onProgress, end } = showTasks(run.terminal);
      const pieces = samplePieces(run, { ...options, ...givenOptions(run, options), onProgress });
      const { files, first } = await writeSamples(run, main, pieces).finally(end);
      return { files, note: besideOf(first, options).note };
    },
  })
    .option(
      '--count <number>',
      'number of examples (default: 100, or by the values of --given)',
      wholeNumber(1),
    )
    .addOption(
      new Option(
        '--pixels <kind>',
        'means of the likelihood, or draws from it (default: means for images, draws for other data)',
      ).choices(['means', 'draws']),
    )
    .addOption(
      new Option(
        '--from <source>',
        'where codes come from: the prior (default), posteriors of training examples (aggregate), or a mixture of normals, ' +
          'a flow, a second VAE (twoStage) or, for quantized latents, an autoregressive prior that is fitted to codes of training ' +
          'examples once and kept in the run folder',
      ).choices(codeSources),
    )
    .option('--components <number>', 'components of --from mixture (default: 10)', wholeNumber(1, 1000))
    .addOption(
      new Option('--covariance <form>', 'covariances of --from mixture (default: full)').choices([
        'full',
        'diagonal',
      ]),
    )
    .option(
      '--fit-steps <number>',
      'training steps of --from flow, twoStage or autoregressive (default: 2000)',
      wholeNumber(1, 1_000_000),
    )
    .option('--codes <file>', 'codes to decode, .npy or .csv, such as embed writes; an example for each code')
    .option(
      '--exposure <number>',
      'exposure of all examples, for a model of counts with an exposure (default: the median of the training set)',
      positiveNumber,
    );
  return withLabelOption(
    withGivenOption(command, true),
    'class of all examples, for a conditional model (default: each class in turn)',
  );
}

/** Examples of a picture. */
const MOST_SHOWN = 10_000;

/** @throws HelmholtzError (`usage`) for more images than a picture shows. */
async function sampledFrom(run: TestedRun, options: SampleCommandOptions): Promise<Sampled> {
  const { count } = options;
  if (count !== undefined && count > MOST_SHOWN && isImages(run.test)) {
    throw new HelmholtzError('usage', `A picture can't show ${count} examples.`, {
      hint: `It shows up to ${MOST_SHOWN}. Write numbers instead: --out drawn.npy`,
    });
  }
  // A picture beside the file of numbers shows the first.
  const shown = count === undefined ? {} : { count: Math.min(count, MOST_SHOWN) };
  const drawnOptions = { ...options, ...shown, ...givenOptions(run, options) };
  // The picture beside a file of numbers: their drawing was shown.
  if (options.out === undefined && !isImages(run.test))
    return sample(run, { ...drawnOptions, onWarning: undefined });
  const { onProgress, end } = showTasks(run.terminal);
  return sample(run, { ...drawnOptions, onProgress }).finally(end);
}

/** The variables of further files, and a line about what examples are conditioned on. */
function besideOf(
  { beside, codes, codesNote, conditions, exposures }: Sampled,
  options: SampleCommandOptions,
): WithOthers & { readonly others: NamedExamples } {
  const exposure = exposureNote(exposures, options);
  const others = exposure === undefined ? conditions : conditions.filter(({ name }) => !exposures.has(name));
  const notes = [codesNote, noteOn(others), exposure].filter((line) => line !== undefined);
  return {
    others: new Map([...beside, ...codes, ...conditionFiles(conditions)]),
    note: notes.length === 0 ? undefined : notes.join('\n'),
  };
}

function exposureNote(
  exposures: Sampled['exposures'],
  { exposure }: SampleCommandOptions,
): string | undefined {
  if (exposure !== undefined || exposures.size === 0) return undefined;
  const medians = [...exposures].map(([name, median]) => `${name} ${Number(median.toPrecision(4))}`);
  return `exposure: ${medians.join(', ')}, the median of the training set (to change it: --exposure)`;
}
