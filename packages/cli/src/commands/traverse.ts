import { type TraverseOptions, traverse } from '@helmholtz/analysis';
import { traversalFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { positiveNumber, wholeNumber } from '../options.js';
import {
  type GivenCommandOptions,
  givenOptions,
  noteOn,
  withGivenOption,
  withLabelOption,
} from '../pictures/given-options.js';
import { pictureCommand } from '../pictures/picture-command.js';

interface TraverseCommandOptions extends Omit<TraverseOptions, 'given' | 'label'>, GivenCommandOptions {}

export function traverseCommand(): Command {
  const command = pictureCommand<TraverseCommandOptions>({
    name: 'traverse',
    summary: 'decode codes with one latent dimension varied at a time',
    details: 'Each row varies one dimension. The dimension with the largest KL divergence comes first.',
    examples: [
      '--most 4 --range 2',
      '--index 3',
      'runs/cvae --index 3 --label 4',
      'runs/dose --given dose=0.9',
      'runs/dlgm --variable z2',
    ],
    shown: ['posteriorMeans', 'priorMeans', 'likelihoodMeans'],
    async draw(run, options) {
      const traversal = await traverse(run, { ...options, ...givenOptions(run, options) });
      return { ...traversalFigure(traversal), note: noteOn(traversal.conditions) };
    },
  })
    .option('--variable <name>', 'name of the latent (default: the top one)')
    .option(
      '--index <number>',
      'index of the test example whose code is the centre (default: the mean of the prior)',
      wholeNumber(0),
    )
    .addOption(
      new Option(
        '--sort <order>',
        'order of the dimensions: kl by KL divergence, activity by variance of posterior means, index as in the latent ' +
          '(default: kl, or activity if the KL divergence of a dimension is unknown)',
      ).choices(['kl', 'activity', 'index']),
    )
    .option('--most <number>', 'largest number of dimensions', wholeNumber(1, 100), 10)
    .option('--steps <number>', 'images per row', wholeNumber(2, 100), 11)
    .option(
      '--range <number>',
      'largest distance from the centre, in standard deviations of the prior',
      positiveNumber,
      3,
    );
  return withLabelOption(
    withGivenOption(command),
    'class to decode, for a conditional model (default: 0, or the class of --index)',
  );
}
