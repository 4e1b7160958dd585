import { traversalFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { positiveNumber, wholeNumber } from '../options.js';
import { checkIndices } from '../pictures/chosen-examples.js';
import { pictureCommand } from '../pictures/picture-command.js';
import type { DimensionOrder } from '@helmholtz/analysis';
import { traversal } from '@helmholtz/analysis';

interface TraverseOptions {
  readonly variable?: string;
  readonly index?: number;
  readonly label?: number;
  readonly sort?: DimensionOrder;
  readonly most: number;
  readonly steps: number;
  readonly range: number;
}

export function traverseCommand(): Command {
  return pictureCommand<TraverseOptions>({
    name: 'traverse',
    summary: 'vary one latent dimension at a time while the others stay',
    details: 'A row is a dimension, the one that carries most information first.',
    withoutCodes: 'There is no code to traverse from.',
    examples: ['--most 4 --range 2', '--index 3', 'runs/cvae --index 3 --label 4', 'runs/dlgm --variable z2'],
    async draw({ model, test }, { sort, ...options }) {
      checkIndices(options.index === undefined ? [] : [options.index], test);
      return traversalFigure(await traversal(model, test, { ...options, order: sort }));
    },
  })
    .option('--variable <name>', 'the latent; the top one unless given')
    .option(
      '--index <number>',
      'the test example whose code is in the middle; the mean of the prior unless given',
      wholeNumber(0),
    )
    .option(
      '--label <class>',
      "of a conditional model: the class that is drawn; 0 unless given, or with --index that example's own",
      wholeNumber(0),
    )
    .addOption(
      new Option(
        '--sort <order>',
        'by KL divergence, by the variance of posterior means, or as they are; kl unless given, or activity where dimensions ' +
          'have no divergence each',
      ).choices(['kl', 'activity', 'index']),
    )
    .option('--most <number>', 'dimensions at most', wholeNumber(1, 100), 10)
    .option('--steps <number>', 'images a row', wholeNumber(2, 100), 11)
    .option('--range <number>', "to either side, in the prior's standard deviations", positiveNumber, 3);
}
