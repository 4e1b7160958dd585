import {
  isImages,
  type ReconstructOptions,
  type Reconstructed,
  reconstruct,
  rowsAsText,
} from '@helmholtz/analysis';
import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { Examples } from '@helmholtz/core';
import { reconstructionsFigure } from '@helmholtz/report';
import { type Command, Option } from 'commander';

import { wholeNumber } from '../options.js';
import {
  type GivenCommandOptions,
  givenOptions,
  noteOn,
  withGivenOption,
} from '../pictures/given-options.js';
import {
  type ImageOptions,
  indexList,
  ofExamples,
  ownImages,
  withImageOptions,
} from '../pictures/own-images.js';
import { pictureCommand } from '../pictures/picture-command.js';
import type { TestedRun } from '../pictures/run-command.js';

interface ReconstructCommandOptions extends ImageOptions, GivenCommandOptions {
  readonly data?: string;
  readonly indices?: number[];
  readonly draws?: number;
  readonly pixels: 'means' | 'draws';
  readonly seed?: number;
}

export function reconstructCommand(): Command {
  const command = pictureCommand<ReconstructCommandOptions>({
    name: 'reconstruct',
    summary: 'encode examples and decode the mean of the posterior and draws from it',
    details:
      'Examples come from the test set, or from your own image files. For a table, a CSV file has the original, the ' +
      'reconstruction at the mean and those at draws. For other arrays, a .npy file has them in the shape ' +
      '[2 + draws, examples, ...].',
    draws: true,
    newExamples: true,
    examples: [
      '--indices 0,1,2,3,4,5,6,7 --draws 0',
      '--pixels draws',
      '--images mine.png yours.jpg --invert',
      '--data new.csv --draws 0',
    ],
    async draw(run, options) {
      const { images, conditions } = await reconstructed(run, options);
      return { ...reconstructionsFigure(images!), note: noteOn(conditions) };
    },
    async tabulate(run, options) {
      const { columns, test } = run;
      const { identifiers = [] } = test;
      const reconstruction = await reconstructed(run, options);
      const names = ['as it is', 'mean', ...reconstruction.draws.map((_, draw) => `draw ${draw + 1}`)];
      const { indices } = reconstruction;
      const tables = versionsOf(reconstruction).map((examples, version) =>
        rowsAsText(columns, examples).map((cells, row) => [
          `${itemAt(indices, row)}`,
          ...identifiers.map(({ values }) => itemAt(values, itemAt(indices, row))),
          itemAt(names, version),
          ...(version === 0 ? withOwnConstants(cells, test, itemAt(indices, row)) : cells),
        ]),
      );
      const rows = indices.flatMap((_, row) => tables.map((table) => itemAt(table, row)));
      const identifierNames = identifiers.map(({ name }) => name);
      const header = ['example', ...identifierNames, 'what', ...columns.map(({ name }) => name)];
      return { rows: [header, ...rows], note: noteOn(reconstruction.conditions) };
    },
    async array(run, options) {
      const reconstruction = await reconstructed(run, options);
      const versions = versionsOf(reconstruction);
      const values = Float32Array.from(versions.flatMap((examples) => Array.from(examples.values)));
      const shape = [reconstruction.indices.length, ...run.test.shape];
      return { examples: { count: versions.length, shape, values }, note: noteOn(reconstruction.conditions) };
    },
  })
    .option(
      '--indices <list>',
      'indices of test examples, such as 0,7,12 (default: one of each class)',
      indexList,
    )
    .option('--draws <number>', 'draws from the posterior per example (default: 3)', wholeNumber(0, 100))
    .addOption(
      new Option(
        '--pixels <kind>',
        'values to show at draws from the posterior: means of the likelihood, or draws from it',
      )
        .choices(['means', 'draws'])
        .default('means'),
    );
  return withImageOptions(withGivenOption(command));
}

async function reconstructed(run: TestedRun, options: ReconstructCommandOptions): Promise<Reconstructed> {
  const { test } = run;
  if (options.images && !isImages(test)) {
    const what = test.columns ? 'the rows of a table' : 'arrays that are not images';
    throw new HelmholtzError('usage', `--images was given, but the model was trained on ${what}.`, {
      hint: 'Choose examples of the test set instead: --indices 0,7,12',
    });
  }
  const { indices, draws, pixels, seed } = options;
  if (options.data !== undefined && options.images) {
    throw new HelmholtzError('usage', '--data and --images were both given.', {
      hint: 'Give either --data or --images.',
    });
  }
  const images = await ownImages(run, options, indices);
  // All new examples are shown.
  const data = images ?? (options.data === undefined ? undefined : test);
  const conditionOptions = givenOptions(run, ofExamples(options));
  const chosen: ReconstructOptions = { ...conditionOptions, data, indices, draws, pixels, seed };
  return reconstruct(run, chosen);
}

/** A constant column is not modelled, so new rows may have another value there. */
function withOwnConstants(
  cells: readonly string[],
  { columns = [], table }: TestedRun['test'],
  index: number,
): string[] {
  return cells.map((cell, position) => {
    const { name, kind } = itemAt(columns, position);
    if (kind !== 'constant' || !table?.columns.includes(name)) return cell;
    return itemAt(table.cells(name), index).text;
  });
}

/** Returns the originals, the reconstructions at the mean and those at draws. */
function versionsOf({ original, mean, draws }: Reconstructed): readonly Examples[] {
  return [original, mean, ...draws];
}
