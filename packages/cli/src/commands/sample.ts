import { classVariables, dataVariable, rowsAsText, sample } from '@helmholtz/analysis';
import type { NamedExamples } from '@helmholtz/core';
import { samplesFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';
import type { TestedRun } from '../pictures/run-command.js';

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
      'Latents are drawn from the top down, each from its prior given the latents above. Images are drawn as a picture with ' +
      'their generated classes, tables are written as CSV, other arrays as .npy. Further observed variables go to files ' +
      'beside, such as sample-depth.npy.',
    encodes: false,
    draws: true,
    examples: ['--count 64', '--pixels draws', 'runs/cvae --label 7', '--count 1000 --out drawn.npy'],
    async draw(run, options) {
      const { decoded, images } = await sample(run, options);
      const shown = classVariables(run.model, run.test).map(({ name }) => name);
      return {
        ...samplesFigure(images!, { drawn: options.pixels === 'draws' }),
        others: withoutData(run, decoded, shown),
      };
    },
    async tabulate(run, options) {
      const { columns } = run;
      const { decoded, examples } = await sample(run, options);
      return {
        rows: [columns.map(({ name }) => name), ...rowsAsText(columns, examples)],
        others: withoutData(run, decoded),
      };
    },
    async array(run, options) {
      const { decoded, examples } = await sample(run, options);
      return { examples, others: withoutData(run, decoded) };
    },
  })
    .option('--count <number>', 'number of examples', wholeNumber(1, 10_000), 100)
    .addOption(
      new Option(
        '--pixels <kind>',
        'means of the likelihood, or draws from it; default: means of images, draws of other data',
      ).choices(['means', 'draws']),
    )
    .option('--label <class>', 'class of all examples, for a conditional model', wholeNumber(0));
}

/** What was generated beside the examples, without the variables that are shown already. */
function withoutData(
  { model, test }: TestedRun,
  decoded: NamedExamples,
  shown: readonly string[] = [],
): NamedExamples {
  const known = [dataVariable(model, test), ...shown];
  return new Map([...decoded].filter(([name]) => !known.includes(name)));
}
