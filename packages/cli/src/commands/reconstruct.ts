import { HelmholtzError, type LatentVariableModel } from '@helmholtz/core';
import { reconstructionsFigure } from '@helmholtz/report';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type ImageOptions,
  chosenExamples,
  indexList,
  withImageOptions,
} from '../pictures/chosen-examples.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { reconstructions } from '../report/figures-of-run.js';
import { firstOfEachClass } from '../report/images.js';

interface ReconstructOptions extends ImageOptions {
  readonly indices?: number[];
  readonly draws?: number;
}

export function reconstructCommand(): Command {
  const command = pictureCommand<ReconstructOptions>({
    name: 'reconstruct',
    summary: 'reconstruct examples at the mean of the posterior and at draws from it',
    details: 'Examples are those of the test set, or images of your own.',
    examples: ['--indices 0,1,2,3,4,5,6,7 --draws 0', '--images mine.png yours.jpg --invert'],
    async draw(run, options) {
      const { model, test } = run;
      const draws = drawsOf(model, options.draws);
      const { dataset, indices } = await chosenExamples(run, options, options.indices, () =>
        firstOfEachClass(test, 10),
      );
      const drawn = await reconstructions(model, dataset, options.seed, [...indices], draws);
      return reconstructionsFigure(drawn.reconstructions);
    },
  })
    .option('--indices <list>', 'test examples, such as 0,7,12; one of each class unless given', indexList)
    .option('--draws <number>', 'draws from the posterior of each; 3 unless given', wholeNumber(0, 100));
  return withImageOptions(command);
}

/** Without noise all draws are the same. */
function drawsOf({ noise }: LatentVariableModel, given: number | undefined): number {
  if (noise.length > 0) return given ?? 3;
  if (!given) return 0;
  throw new HelmholtzError('usage', 'The codes of the model are without noise: there is nothing to draw.', {
    hint: 'Leave --draws out.',
  });
}
