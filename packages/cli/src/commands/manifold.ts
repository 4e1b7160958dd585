import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel, ManifoldAxes, Range } from '@helmholtz/core';
import { manifoldFigure } from '@helmholtz/report';
import { type Command, InvalidArgumentError } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { MANIFOLD_SIDE, manifold } from '@helmholtz/analysis';

interface ManifoldCommandOptions {
  readonly side: number;
  readonly label?: number;
  readonly dimensions?: ManifoldAxes;
  readonly across?: Range;
  readonly up?: Range;
}

export function manifoldCommand(): Command {
  return pictureCommand<ManifoldCommandOptions>({
    name: 'manifold',
    summary: 'decode a grid over two latent dimensions, even in probability',
    details: 'Codes without a prior, as those of an autoencoder, go over the range of the test examples.',
    withoutCodes: 'There is no manifold to draw.',
    examples: ['--side 12', '--dimensions 2,1', '--across -5,10 --up -10,5'],
    async draw({ model, test }, { dimensions, ...options }) {
      if (dimensions) checkDimensions(model, dimensions);
      const drawn = await manifold(model, test, { ...options, axes: dimensions });
      if (drawn.manifold) return manifoldFigure(drawn.manifold);
      throw new HelmholtzError('usage', `There is no manifold to draw. ${drawn.omitted?.manifold ?? ''}`, {
        hint: 'Train with --latent 2 or more.',
      });
    },
  })
    .option('--side <number>', 'images along each axis', wholeNumber(2, 100), MANIFOLD_SIDE)
    .option(
      '--dimensions <list>',
      'those of the top latent, from 1, that go across and up; those that codes vary most in unless given',
      axes,
    )
    .option('--across <range>', 'from where to where, in even steps, such as -5,10', range)
    .option('--up <range>', 'the same for the other axis', range)
    .option(
      '--label <class>',
      'of a conditional model: the class that is drawn; 0 unless given',
      wholeNumber(0),
    );
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

function checkDimensions(
  { ancestralOrder }: LatentVariableModel,
  { horizontal, vertical }: ManifoldAxes,
): void {
  const [top] = ancestralOrder;
  const size = top?.shape[0] ?? 0;
  if (Math.max(horizontal, vertical) < size) return;
  const wrong = 1 + Math.max(horizontal, vertical);
  throw new HelmholtzError(
    'usage',
    `The dimension ${wrong} was chosen of ${top?.name ?? 'a latent'}, which has ${size}.`,
    {
      hint: `Choose from 1 to ${size}.`,
    },
  );
}
