import { MANIFOLD_SIDE, type ManifoldOptions, manifold } from '@helmholtz/analysis';
import type { ManifoldAxes, Range } from '@helmholtz/core';
import { manifoldFigure } from '@helmholtz/report';
import { type Command, InvalidArgumentError } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type GivenCommandOptions,
  givenOptions,
  noteOn,
  withGivenOption,
  withLabelOption,
} from '../pictures/given-options.js';
import { pictureCommand } from '../pictures/picture-command.js';

interface ManifoldCommandOptions extends Omit<ManifoldOptions, 'given' | 'label'>, GivenCommandOptions {}

export function manifoldCommand(): Command {
  const command = pictureCommand<ManifoldCommandOptions>({
    name: 'manifold',
    summary: 'decode a grid over two latent dimensions',
    details:
      'Grid points are quantiles of the prior at even steps of probability. Without a prior, as in an autoencoder, the grid covers the range of the test codes.',
    examples: ['--side 12', '--dimensions 2,1', '--across -5,10 --up -10,5'],
    shown: ['posteriorMeans', 'priorMeans', 'likelihoodMeans'],
    async draw(run, options) {
      const drawnManifold = await manifold(run, { ...options, ...givenOptions(run, options) });
      return { ...manifoldFigure(drawnManifold), note: noteOn(drawnManifold.conditions) };
    },
  })
    .option('--side <number>', 'images along each axis', wholeNumber(2, 100), MANIFOLD_SIDE)
    .option(
      '--dimensions <list>',
      'horizontal and vertical dimension of the top latent, counted from 1 (default: the two with the largest variance)',
      axes,
    )
    .option(
      '--across <range>',
      'range of the horizontal axis in even steps, such as -5,10, instead of quantiles',
      range,
    )
    .option('--up <range>', 'range of the vertical axis in even steps, instead of quantiles', range);
  return withLabelOption(withGivenOption(command), 'class to decode, for a conditional model (default: 0)');
}

/** Reads `1,4` as `z[1]` and `z[4]`. */
function axes(text: string): ManifoldAxes {
  const [horizontal = NaN, vertical, ...rest] = text.split(',').map(wholeNumber(1));
  if (vertical !== undefined && horizontal !== vertical && rest.length === 0)
    return { horizontal: horizontal - 1, vertical: vertical - 1 };
  throw new InvalidArgumentError('Expected two different dimensions, such as 1,4.');
}

/** Reads `-5,10`. */
function range(text: string): Range {
  const [from = NaN, to = NaN, ...rest] = text
    .split(',')
    .map((one) => (one.trim() === '' ? NaN : Number(one)));
  if (Number.isFinite(from) && Number.isFinite(to) && from < to && rest.length === 0) return [from, to];
  throw new InvalidArgumentError('Expected two numbers in ascending order, such as -5,10.');
}
