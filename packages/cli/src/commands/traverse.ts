import { type TraverseOptions, traverse } from '@helmholtz/analysis';
import { traversalFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { positiveNumber, wholeNumber } from '../options.js';
import { pictureCommand } from '../pictures/picture-command.js';

export function traverseCommand(): Command {
  return pictureCommand<TraverseOptions>({
    name: 'traverse',
    summary: 'vary one latent dimension at a time while the others stay',
    details: 'A row is a dimension, the one that carries most information first.',
    examples: ['--most 4 --range 2', '--index 3', 'runs/cvae --index 3 --label 4', 'runs/dlgm --variable z2'],
    draw: async (run, options) => traversalFigure(await traverse(run, options)),
  })
    .option('--variable <name>', 'the latent; the top one by default')
    .option(
      '--index <number>',
      'test example whose code is in the middle; the mean of the prior by default',
      wholeNumber(0),
    )
    .option(
      '--label <class>',
      'class that is drawn, for a conditional model; default 0, or the class of --index',
      wholeNumber(0),
    )
    .addOption(
      new Option(
        '--sort <order>',
        'order of the dimensions: by KL divergence, by variance of posterior means, or as they are; default kl, or activity ' +
          'without a divergence of each dimension',
      ).choices(['kl', 'activity', 'index']),
    )
    .option('--most <number>', 'dimensions at most', wholeNumber(1, 100), 10)
    .option('--steps <number>', 'images a row', wholeNumber(2, 100), 11)
    .option('--range <number>', 'to either side, in standard deviations of the prior', positiveNumber, 3);
}
