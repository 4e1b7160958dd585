import { INTERPOLATION_STEPS, interpolate } from '@helmholtz/analysis';
import { interpolationFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import { type ImageOptions, indexList, ownImages, withImageOptions } from '../pictures/own-images.js';
import { pictureCommand } from '../pictures/picture-command.js';

interface InterpolateCommandOptions extends ImageOptions {
  readonly between?: number[];
  readonly steps: number;
  readonly linear?: true;
  readonly spherical?: true;
}

export function interpolateCommand(): Command {
  const command = pictureCommand<InterpolateCommandOptions>({
    name: 'interpolate',
    summary: 'decode the path from one code to another',
    details: 'The path is a straight line, or the arc around the origin.',
    examples: ['--between 0,7,3,12 --steps 12', '--spherical', '--images from.png to.jpg'],
    async draw(run, options) {
      const { between, steps, spherical } = options;
      const data = await ownImages(run, options, between);
      const { rows, path } = await interpolate(run, { data, between, steps, spherical });
      return interpolationFigure(rows, path);
    },
  })
    .option(
      '--between <list>',
      'pairs of test examples, such as 0,7 or 0,7,3,12; pairs of classes by default',
      indexList,
    )
    .addOption(new Option('--linear', 'straight line (default)').conflicts('spherical'))
    .option('--spherical', 'arc around the origin, which keeps the norm of codes')
    .option('--steps <number>', 'images a row, both ends included', wholeNumber(2, 100), INTERPOLATION_STEPS);
  return withImageOptions(command);
}
