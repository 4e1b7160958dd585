import { HelmholtzError } from '@helmholtz/base';
import type { NamedExamples } from '@helmholtz/core';
import { samplesFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';
import type { TestedRun } from '../pictures/run-command.js';
import { dataVariable, decodedData } from '@helmholtz/analysis';
import { classVariables } from '@helmholtz/analysis';
import { isImages } from '@helmholtz/analysis';
import { type SamplesOptions, decodedSamples, samplesOf, samplesProblem } from '@helmholtz/analysis';
import { rowsAsText } from '@helmholtz/analysis';

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
      'Latents are drawn from the top down, each from its prior given those above it. Of a table, rows are written, of other ' +
      'arrays that are no images a .npy file, both drawn from the likelihood too. A class that the model generates with ' +
      'an image stands above it; what else it generates goes to files beside, such as sample-depth.npy.',
    draws: true,
    withoutCodes: 'There is nothing to sample.',
    examples: ['--count 64', '--pixels draws', 'runs/cvae --label 7', '--count 1000 --out drawn.npy'],
    async draw(run, options) {
      const { model, test } = run;
      const { pixels = 'means' } = options;
      const decoded = await drawnFrom(run, { ...options, pixels });
      const shown = classVariables(model, test).map(({ name }) => name);
      return {
        ...samplesFigure(samplesOf(model, test, decoded), { drawn: pixels === 'draws' }),
        others: withoutData(run, decoded, shown),
      };
    },
    async tabulate(run, options) {
      const { model, test, columns } = run;
      const decoded = await drawnFrom(run, { pixels: 'draws', ...options });
      const cells = rowsAsText(columns, decodedData(model, test, decoded));
      return { rows: [columns.map(({ name }) => name), ...cells], others: withoutData(run, decoded) };
    },
    async array(run, options) {
      const { model, test } = run;
      const decoded = await drawnFrom(run, { pixels: isImages(test) ? 'means' : 'draws', ...options });
      const examples = { ...decodedData(model, test, decoded), shape: test.shape };
      return { examples, others: withoutData(run, decoded) };
    },
  })
    .option('--count <number>', 'how many', wholeNumber(1, 10_000), 100)
    .addOption(
      new Option(
        '--pixels <kind>',
        'the means of the likelihood of the pixels, or draws from it; means of images unless given, and draws of what is none',
      ).choices(['means', 'draws']),
    )
    .option('--label <class>', 'of a conditional model: draw this class alone', wholeNumber(0));
}

/** @throws HelmholtzError (`usage`) for a model without a prior. */
function drawnFrom(
  { model, test }: TestedRun,
  { pixels, ...options }: Required<Pick<SampleOptions, 'pixels'>> & Omit<SamplesOptions, 'drawn'>,
): Promise<NamedExamples> {
  const problem = samplesProblem(model);
  if (!problem) return decodedSamples(model, test, { ...options, drawn: pixels === 'draws' });
  throw new HelmholtzError('usage', `There is nothing to sample. ${problem}`, {
    hint: 'Train a model with a prior, such as vae; reconstruct, traverse, interpolate and embed take any.',
  });
}

/** What was decoded beside the examples themselves, without what is shown already. */
function withoutData(
  { model, test }: TestedRun,
  decoded: NamedExamples,
  shown: readonly string[] = [],
): NamedExamples {
  const known = [dataVariable(model, test), ...shown];
  return new Map([...decoded].filter(([name]) => !known.includes(name)));
}
