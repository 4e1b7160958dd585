import { INTERPOLATION_STEPS, interpolate } from '@helmholtz/analysis';
import { interpolationFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type GivenCommandOptions,
  givenOptions,
  noteOn,
  withGivenOption,
} from '../pictures/given-options.js';
import {
  type ImageOptions,
  indexList,
  ofExamples,
  ownImages,
  withImageOptions,
} from '../pictures/own-images.js';
import { pictureCommand } from '../pictures/picture-command.js';

interface InterpolateCommandOptions extends ImageOptions, GivenCommandOptions {
  readonly between?: number[];
  readonly steps: number;
  readonly linear?: true;
  readonly spherical?: true;
}

export function interpolateCommand(): Command {
  const command = pictureCommand<InterpolateCommandOptions>({
    name: 'interpolate',
    summary: 'decode codes along a path between two examples',
    details: 'The path is a straight line, or with --spherical an arc around the origin.',
    examples: ['--between 0,7,3,12 --steps 12', '--spherical', '--images from.png to.jpg'],
    async draw(run, options) {
      const { between, steps, spherical } = options;
      const data = await ownImages(run, options, between);
      const conditionOptions = givenOptions(run, ofExamples(options));
      const interpolation = await interpolate(run, { ...conditionOptions, data, between, steps, spherical });
      return {
        ...interpolationFigure(interpolation.rows, interpolation.path),
        note: noteOn(interpolation.conditions),
      };
    },
  })
    .option(
      '--between <list>',
      'indices of test examples in pairs, such as 0,7 or 0,7,3,12 (default: pairs of classes)',
      indexList,
    )
    .addOption(new Option('--linear', 'path along a straight line (the default)').conflicts('spherical'))
    .option('--spherical', 'path along an arc around the origin; the norm of the codes changes linearly')
    .option(
      '--steps <number>',
      'images per row, both ends included',
      wholeNumber(2, 100),
      INTERPOLATION_STEPS,
    );
  return withImageOptions(withGivenOption(command));
}
