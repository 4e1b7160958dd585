import { HelmholtzError } from '@helmholtz/base';
import { type LatentVariableModel, sizeOf } from '@helmholtz/core';
import { interpolationFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type ImageOptions,
  chosenExamples,
  indexList,
  withImageOptions,
} from '../pictures/chosen-examples.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { unusedOption } from '../unused-option.js';
import { INTERPOLATION_STEPS, interpolation, pairsOf, pairsOfClasses } from '@helmholtz/analysis';

interface InterpolateOptions extends ImageOptions {
  readonly between?: number[];
  readonly steps: number;
  readonly linear?: true;
  readonly spherical?: true;
}

export function interpolateCommand(): Command {
  const command = pictureCommand<InterpolateOptions>({
    name: 'interpolate',
    summary: 'walk from one code to another',
    details: 'In a straight line, or along the arc around the origin.',
    withoutCodes: 'There are no codes to interpolate between.',
    examples: ['--between 0,7,3,12 --steps 12', '--spherical', '--images from.png to.jpg'],
    async draw(run, options) {
      const kind = options.spherical ? 'spherical' : 'linear';
      if (options.spherical) checkArcs(run.model);
      const { dataset, indices } = await chosenExamples(run, options, options.between, () =>
        pairsOfClasses(run.test),
      );
      checkPairs(indices);
      return interpolationFigure(
        await interpolation(run.model, dataset, pairsOf(indices), options.steps, kind),
        kind,
      );
    },
  })
    .option(
      '--between <list>',
      'pairs of test examples, such as 0,7 or 0,7,3,12; pairs of classes unless given',
      indexList,
    )
    .addOption(
      new Option('--linear', 'in a straight line, as it is unless told otherwise').conflicts('spherical'),
    )
    .option('--spherical', 'along the arc around the origin, which keeps the norm of codes')
    .option('--steps <number>', 'images a row, both ends included', wholeNumber(2, 100), INTERPOLATION_STEPS);
  return withImageOptions(command);
}

/** In one dimension there is only the straight way. */
function checkArcs({ latents }: LatentVariableModel): void {
  if (latents.some(({ shape }) => sizeOf(shape) > 1)) return;
  throw unusedOption('--spherical', 'in codes of one dimension there is no arc around the origin');
}

function checkPairs({ length }: readonly number[]): void {
  if (length % 2 === 0) return;
  throw new HelmholtzError('usage', `An odd number of examples was given: ${length}.`, {
    hint: 'Give pairs, such as --between 0,7,3,12.',
  });
}
