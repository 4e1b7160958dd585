import { HelmholtzError } from '@helmholtz/core';
import { interpolationFigure } from '@helmholtz/report';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type ImageOptions,
  chosenExamples,
  indexList,
  withImageOptions,
} from '../pictures/chosen-examples.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { INTERPOLATION_STEPS, interpolation, pairsOf, pairsOfClasses } from '../report/figures-of-run.js';

export function interpolateCommand(): Command {
  const command = pictureCommand<ImageOptions & { between?: number[]; steps: number }>({
    name: 'interpolate',
    summary: 'walk in a straight line from one code to another',
    examples: ['--between 0,7,3,12 --steps 12', '--images from.png to.jpg'],
    async draw(run, options) {
      const { dataset, indices } = await chosenExamples(run, options, options.between, () =>
        pairsOfClasses(run.test),
      );
      checkPairs(indices);
      return interpolationFigure(await interpolation(run.model, dataset, pairsOf(indices), options.steps));
    },
  })
    .option(
      '--between <list>',
      'pairs of test examples, such as 0,7 or 0,7,3,12; pairs of classes unless given',
      indexList,
    )
    .option('--steps <number>', 'images a row, both ends included', wholeNumber(2, 100), INTERPOLATION_STEPS);
  return withImageOptions(command);
}

function checkPairs({ length }: readonly number[]): void {
  if (length % 2 === 0) return;
  throw new HelmholtzError('usage', `An odd number of examples was given: ${length}.`, {
    hint: 'Give pairs, such as --between 0,7,3,12.',
  });
}
