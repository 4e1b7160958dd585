import { rowsAsText, type Sampled, sample } from '@helmholtz/analysis';
import { samplesFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { positiveNumber, wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';

interface SampleCommandOptions {
  readonly count: number;
  readonly label?: number;
  readonly exposure?: number;
  readonly pixels?: 'means' | 'draws';
}

export function sampleCommand(): Command {
  return pictureCommand<SampleCommandOptions>({
    name: 'sample',
    summary: 'draw examples from the prior and decode them',
    details:
      'Latents are drawn from the top down, each from its prior given the latents above. Images are written as a picture with ' +
      'their generated classes, tables as CSV, other arrays as .npy. Each further observed variable goes to a file of its ' +
      'own, such as sample-depth.npy.',
    shown: ['likelihoodMeans'],
    needsExamples: false,
    draws: true,
    examples: [
      '--count 64',
      '--pixels draws',
      'runs/cvae --label 7',
      'runs/cells --exposure 5000',
      '--count 1000 --out drawn.npy',
    ],
    async draw(run, options) {
      const { beside, images, classVariables, exposures } = await sample(run, options);
      return {
        ...samplesFigure(images!, { drawn: options.pixels === 'draws' }),
        others: new Map([...beside].filter(([name]) => !classVariables.includes(name))),
        note: exposureNote(exposures, options),
      };
    },
    async tabulate(run, options) {
      const { columns } = run;
      const { beside, examples, exposures } = await sample(run, options);
      return {
        rows: [columns.map(({ name }) => name), ...rowsAsText(columns, examples)],
        others: beside,
        note: exposureNote(exposures, options),
      };
    },
    async array(run, options) {
      const { beside, examples, exposures } = await sample(run, options);
      return { examples, others: beside, note: exposureNote(exposures, options) };
    },
  })
    .option('--count <number>', 'number of examples', wholeNumber(1, 10_000), 100)
    .addOption(
      new Option(
        '--pixels <kind>',
        'means of the likelihood, or draws from it (default: means for images, draws for other data)',
      ).choices(['means', 'draws']),
    )
    .option(
      '--label <class>',
      'class of all examples, for a conditional model (default: each class in turn)',
      wholeNumber(0),
    )
    .option(
      '--exposure <number>',
      'exposure of all examples, for a model of counts with an exposure (default: the median of the training set)',
      positiveNumber,
    );
}

function exposureNote(
  exposures: Sampled['exposures'],
  { exposure }: SampleCommandOptions,
): string | undefined {
  if (exposure !== undefined || exposures.size === 0) return undefined;
  const medians = [...exposures].map(([name, median]) => `${name} ${Number(median.toPrecision(4))}`);
  return `exposure: ${medians.join(', ')}, the median of the training set (another: --exposure)`;
}
