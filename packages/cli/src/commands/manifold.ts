import { HelmholtzError } from '@helmholtz/core';
import { manifoldFigure } from '@helmholtz/report';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { MANIFOLD_SIDE, manifold } from '../report/figures-of-run.js';

export function manifoldCommand(): Command {
  return pictureCommand<{ side: number; label?: number }>({
    name: 'manifold',
    summary: 'decode a grid over two latent dimensions, even in probability',
    examples: ['--side 12'],
    async draw({ model, test }, { side, label }) {
      const drawn = await manifold(model, test, side, label);
      if (drawn.manifold) return manifoldFigure(drawn.manifold);
      throw new HelmholtzError('usage', `There is no manifold to draw. ${drawn.omitted?.manifold ?? ''}`, {
        hint: 'Train with --latent 2 or more.',
      });
    },
  })
    .option('--side <number>', 'images along each axis', wholeNumber(2, 100), MANIFOLD_SIDE)
    .option(
      '--label <class>',
      'of a conditional model: the class that is drawn; 0 unless given',
      wholeNumber(0),
    );
}
