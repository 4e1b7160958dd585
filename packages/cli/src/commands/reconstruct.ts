import {
  HelmholtzError,
  type LatentVariableModel,
  readExamples,
  readInputs,
  reconstruct,
} from '@helmholtz/core';
import { reconstructionsFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type ImageOptions,
  checkIndices,
  chosenExamples,
  indexList,
  withImageOptions,
} from '../pictures/chosen-examples.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { dataVariable } from '../report/data-variable.js';
import { reconstructions } from '../report/figures-of-run.js';
import { firstOfEachClass } from '../report/images.js';
import { rowsAsText } from '../tables/rows-as-text.js';

interface ReconstructOptions extends ImageOptions {
  readonly indices?: number[];
  readonly draws?: number;
  readonly pixels: 'means' | 'draws';
}

export function reconstructCommand(): Command {
  const command = pictureCommand<ReconstructOptions>({
    name: 'reconstruct',
    summary: 'reconstruct examples at the mean of the posterior and at draws from it',
    details:
      'Examples are those of the test set, or images of your own. Of a table, rows are written: each as it is, at the mean and ' +
      'at draws.',
    examples: [
      '--indices 0,1,2,3,4,5,6,7 --draws 0',
      '--pixels draws',
      '--images mine.png yours.jpg --invert',
    ],
    async draw(run, options) {
      const { model, test } = run;
      const draws = drawsOf(model, options.draws);
      const { dataset, indices } = await chosenExamples(run, options, options.indices, () =>
        firstOfEachClass(test, 10),
      );
      const drawn = await reconstructions(
        model,
        dataset,
        options.seed,
        [...indices],
        draws,
        options.pixels === 'draws',
      );
      return reconstructionsFigure(drawn.reconstructions);
    },
    async tabulate({ model, test, columns }, { indices: given, draws, images, pixels, seed }) {
      if (images) {
        throw new HelmholtzError('usage', 'Image files were given to a model of the rows of a table.', {
          hint: 'Choose rows of the test set: --indices 0,7,12.',
        });
      }
      checkIndices(given ?? [], test);
      const indices = given ?? firstOfEachClass(test, 10);
      const inputs = readInputs(model, test, indices);
      const made = await reconstruct(model, inputs, {
        variable: dataVariable(model, test),
        draws: drawsOf(model, draws),
        seed,
        drawn: pixels === 'draws',
      });
      const versions = [
        ['as it is', readExamples(test, indices)],
        ['mean', made.mean],
        ...made.draws.map((drawn, index) => [`draw ${index + 1}`, drawn] as const),
      ] as const;
      const tables = versions.map(([what, examples]) =>
        rowsAsText(columns, examples).map((cells, row) => [`${indices[row]!}`, what, ...cells]),
      );
      const rows = indices.flatMap((_, row) => tables.map((table) => table[row]!));
      return [['example', 'what', ...columns.map(({ name }) => name)], ...rows];
    },
  })
    .option('--indices <list>', 'test examples, such as 0,7,12; one of each class unless given', indexList)
    .option('--draws <number>', 'draws from the posterior of each; 3 unless given', wholeNumber(0, 100))
    .addOption(
      new Option(
        '--pixels <kind>',
        'at draws from the posterior, the means of the likelihood of the pixels, or draws from it',
      )
        .choices(['means', 'draws'])
        .default('means'),
    );
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
