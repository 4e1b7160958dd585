import { rowsAsText, sample } from '@helmholtz/analysis';
import { samplesFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';

interface SampleCommandOptions {
  readonly count: number;
  readonly label?: number;
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
    encodes: false,
    needsExamples: false,
    draws: true,
    examples: ['--count 64', '--pixels draws', 'runs/cvae --label 7', '--count 1000 --out drawn.npy'],
    async draw(run, options) {
      const { beside, images, classVariables } = await sample(run, options);
      return {
        ...samplesFigure(images!, { drawn: options.pixels === 'draws' }),
        others: new Map([...beside].filter(([name]) => !classVariables.includes(name))),
      };
    },
    async tabulate(run, options) {
      const { columns } = run;
      const { beside, examples } = await sample(run, options);
      return {
        rows: [columns.map(({ name }) => name), ...rowsAsText(columns, examples)],
        others: beside,
      };
    },
    async array(run, options) {
      const { beside, examples } = await sample(run, options);
      return { examples, others: beside };
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
    );
}
