import { HelmholtzError, type LatentVariableModel } from '@helmholtz/core';
import { samplesFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { decodedData } from '../report/data-variable.js';
import { decodedSamples, samples, samplesProblem } from '../report/samples.js';
import { rowsAsText } from '../tables/rows-as-text.js';

interface SampleOptions {
  readonly count: number;
  readonly label?: number;
  readonly pixels?: 'means' | 'draws';
}

export function sampleCommand(): Command {
  return pictureCommand<SampleOptions>({
    name: 'sample',
    summary: 'draw examples from the prior and decode them',
    details:
      'Latents are drawn from the top down, each from its prior given those above it. Of a table, rows are written, drawn ' +
      'from the likelihood too.',
    examples: ['--count 64', '--pixels draws', 'runs/cvae --label 7'],
    async draw({ model, test }, { count, label, pixels, seed }) {
      refuseWithoutPrior(model);
      const drawn = pixels === 'draws';
      return samplesFigure(await samples(model, test, { count, seed, label, drawn }), { drawn });
    },
    async tabulate({ model, test, columns }, { count, label, pixels, seed }) {
      refuseWithoutPrior(model);
      const decoded = await decodedSamples(model, test, { count, seed, label, drawn: pixels !== 'means' });
      return [columns.map(({ name }) => name), ...rowsAsText(columns, decodedData(model, test, decoded))];
    },
  })
    .option('--count <number>', 'how many', wholeNumber(1, 10_000), 100)
    .addOption(
      new Option(
        '--pixels <kind>',
        'the means of the likelihood of the pixels, or draws from it; means unless given, and draws of a table',
      ).choices(['means', 'draws']),
    )
    .option('--label <class>', 'of a conditional model: draw this class alone', wholeNumber(0));
}

function refuseWithoutPrior(model: LatentVariableModel): void {
  const problem = samplesProblem(model);
  if (!problem) return;
  throw new HelmholtzError('usage', `There is nothing to sample. ${problem}`, {
    hint: 'Train a model with a prior, such as vae; reconstruct, traverse, interpolate and embed take any.',
  });
}
