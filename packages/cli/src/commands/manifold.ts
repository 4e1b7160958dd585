import { MANIFOLD_SIDE, type ManifoldOptions, manifold } from '@helmholtz/analysis';
import type { ManifoldAxes, Range } from '@helmholtz/core';
import { manifoldFigure } from '@helmholtz/report';
import { type Command, InvalidArgumentError } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';

export function manifoldCommand(): Command {
  return pictureCommand<ManifoldOptions>({
    name: 'manifold',
    summary: 'decode a grid over two latent dimensions, even in probability',
    details: 'Codes without a prior, as those of an autoencoder, cover the range of the test examples.',
    examples: ['--side 12', '--dimensions 2,1', '--across -5,10 --up -10,5'],
    draw: async (run, options) => manifoldFigure(await manifold(run, options)),
  })
    .option('--side <number>', 'images along each axis', wholeNumber(2, 100), MANIFOLD_SIDE)
    .option(
      '--dimensions <list>',
      'dimensions of the top latent that go across and up, from 1; default: the two in which codes vary most',
      axes,
    )
    .option('--across <range>', 'range of the horizontal axis in even steps, such as -5,10', range)
    .option('--up <range>', 'range of the vertical axis', range)
    .option('--label <class>', 'class that is drawn, for a conditional model; default 0', wholeNumber(0));
}

/** `1,4`, as `z[1]` and `z[4]`. */
function axes(text: string): ManifoldAxes {
  const [horizontal, vertical, ...rest] = text.split(',').map(wholeNumber(1));
  if (vertical !== undefined && horizontal !== vertical && rest.length === 0)
    return { horizontal: horizontal! - 1, vertical: vertical - 1 };
  throw new InvalidArgumentError('Two different dimensions were expected, such as 1,4.');
}

/** `-5,10` */
function range(text: string): Range {
  const [from, to, ...rest] = text.split(',').map((one) => (one.trim() === '' ? NaN : Number(one)));
  if (Number.isFinite(from) && Number.isFinite(to) && from! < to! && rest.length === 0) return [from!, to!];
  throw new InvalidArgumentError('Two numbers in ascending order were expected, such as -5,10.');
}
