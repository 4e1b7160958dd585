import { HelmholtzError } from '@helmholtz/base';
import {
  type Examples,
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
  chosenExamples,
  indexList,
  withImageOptions,
} from '../pictures/chosen-examples.js';
import { pictureCommand } from '../pictures/picture-command.js';
import type { Seeded, TestedRun } from '../pictures/run-command.js';
import { unusedOption } from '../unused-option.js';
import { dataVariable } from '@helmholtz/analysis';
import { reconstructions } from '@helmholtz/analysis';
import { firstOfEachClass, isImages } from '@helmholtz/analysis';
import { rowsAsText } from '@helmholtz/analysis';

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
      'at draws; of other arrays a .npy file of these, one after another: [2 + draws, examples, ...].',
    draws: true,
    withoutCodes: 'There is nothing to reconstruct examples from.',
    examples: [
      '--indices 0,1,2,3,4,5,6,7 --draws 0',
      '--pixels draws',
      '--images mine.png yours.jpg --invert',
    ],
    async draw(run, options) {
      const { model, test } = run;
      const draws = drawsOf(model, options);
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
    async tabulate(run, options) {
      const { columns } = run;
      const { indices, versions } = await reconstructed(run, options);
      const names = ['as it is', 'mean', ...versions.slice(2).map((_, draw) => `draw ${draw + 1}`)];
      const tables = versions.map((examples, version) =>
        rowsAsText(columns, examples).map((cells, row) => [`${indices[row]!}`, names[version]!, ...cells]),
      );
      const rows = indices.flatMap((_, row) => tables.map((table) => table[row]!));
      return { rows: [['example', 'what', ...columns.map(({ name }) => name)], ...rows] };
    },
    async array(run, options) {
      const { versions, indices } = await reconstructed(run, options);
      const values = Float32Array.from(versions.flatMap((of) => Array.from(of.values)));
      return { examples: { count: versions.length, shape: [indices.length, ...run.test.shape], values } };
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

/** Examples as they are, at the mean and at draws. */
async function reconstructed(
  run: TestedRun,
  options: ReconstructOptions & Seeded,
): Promise<{ readonly indices: readonly number[]; readonly versions: readonly Examples[] }> {
  const { model, test } = run;
  if (options.images && !isImages(test)) {
    const what = test.columns ? 'the rows of a table' : 'arrays that are no images';
    throw new HelmholtzError('usage', `Image files were given to a model of ${what}.`, {
      hint: 'Choose examples of the test set: --indices 0,7,12.',
    });
  }
  const { dataset, indices } = await chosenExamples(run, options, options.indices, () =>
    firstOfEachClass(test, 10),
  );
  const made = await reconstruct(model, readInputs(model, dataset, indices), {
    variable: dataVariable(model, test),
    draws: drawsOf(model, options),
    seed: options.seed,
    drawn: options.pixels === 'draws',
  });
  return { indices, versions: [readExamples(dataset, indices), made.mean, ...made.draws] };
}

/** Without noise all draws are the same. */
function drawsOf(
  { noise }: LatentVariableModel,
  { draws, pixels, seed, seedGiven }: ReconstructOptions & Seeded,
): number {
  const noisy = noise.length > 0;
  if (draws && !noisy) {
    throw new HelmholtzError('usage', 'The codes of the model are without noise: there is nothing to draw.', {
      hint: 'Leave --draws out.',
    });
  }
  const shown = noisy ? (draws ?? 3) : 0;
  const unused = pixels === 'draws' ? '--pixels draws' : seedGiven ? `--seed ${seed}` : undefined;
  if (shown > 0 || unused === undefined) return shown;
  if (noisy) throw unusedOption(unused, 'no draws are shown', 'Leave it out, or show draws: --draws 3');
  throw unusedOption(unused, 'the codes of the model are without noise, and there are no draws');
}
