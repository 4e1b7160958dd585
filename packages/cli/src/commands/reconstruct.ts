import { reconstructionsFigure } from '@helmholtz/report';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import { checkIndices, indexList } from '../pictures/example-indices.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { reconstructions } from '../report/figures-of-run.js';
import { firstOfEachClass } from '../report/images.js';

export function reconstructCommand(): Command {
  return pictureCommand<{ indices?: number[]; draws: number }>({
    name: 'reconstruct',
    summary: 'reconstruct test examples at the mean of the posterior and at draws from it',
    examples: ['--indices 0,1,2,3,4,5,6,7 --draws 0'],
    async draw({ model, test }, { indices = firstOfEachClass(test, 10), draws, seed }) {
      checkIndices(indices, test);
      return reconstructionsFigure(
        (await reconstructions(model, test, seed, indices, draws)).reconstructions,
      );
    },
  })
    .option('--indices <list>', 'test examples, such as 0,7,12; one of each class unless given', indexList)
    .option('--draws <number>', 'draws from the posterior of each', wholeNumber(0, 100), 3);
}
