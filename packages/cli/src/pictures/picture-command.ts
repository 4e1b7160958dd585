import { join, resolve } from 'node:path';

import { HelmholtzError } from '@helmholtz/core';
import { writeFileAtomic } from '@helmholtz/core/run';
import { type Column, type Dataset, encodeCsv } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import type { Figure } from '@helmholtz/report';
import type { Command } from 'commander';

import { isImages } from '../report/images.js';
import { type TestedRun, runCommand } from './run-command.js';

interface PictureOptions {
  readonly out?: string;
}

export interface PictureCommand<Options> {
  readonly name: string;
  /** In a few words, for the list of commands. */
  readonly summary: string;
  /** More about it, for its own help. */
  readonly details?: string;
  /** What its examples add to `helmholtz <name> runs/mine`, beside nothing; or, from the run on, what they are of. */
  readonly examples: readonly string[];
  /** Draws the picture of a run; `options.seed` is the run's where none was given. */
  readonly draw: (run: TestedRun, options: Options & { readonly seed: number }) => Promise<Figure>;
  /** Of a run on a table, the rows of a table: their cells, the names of the columns above them. */
  readonly tabulate?: (
    run: TestedTable,
    options: Options & { readonly seed: number },
  ) => Promise<readonly (readonly string[])[]>;
}

/** A run on a table, and its columns. */
export interface TestedTable extends TestedRun {
  readonly columns: readonly Column[];
}

/** A command that opens a run, draws one figure from it and writes it as PNG or SVG; a table as CSV. */
export function pictureCommand<Options>({ draw, tabulate, ...declared }: PictureCommand<Options>): Command {
  const { name } = declared;
  const kinds = tabulate ? 'a .png or .svg file, .csv of a table' : 'a .png or .svg file';
  const out = `${kinds}; ${name}.png in the run's folder unless given`;
  return runCommand<Options & PictureOptions>({
    ...declared,
    examples: [...declared.examples, `--out ${name}.svg`],
    check: ({ out: file }) => void (file !== undefined && checkFormat(file, tabulate !== undefined)),
    async work(run, options) {
      const { columns } = run.test;
      const isTable = columns !== undefined && tabulate !== undefined;
      if (!isTable) checkImages(run.test, tabulate !== undefined);
      const file = resolve(options.out ?? join(run.path, `${name}.${isTable ? 'csv' : 'png'}`));
      if (file.endsWith('.csv') !== isTable) throw otherFormat(file, isTable);
      if (isTable) {
        await writeFileAtomic(file, encodeCsv(await tabulate({ ...run, columns }, options)));
      } else {
        const { svg } = await draw(run, options);
        await writeFileAtomic(file, file.endsWith('.svg') ? svg : await rasterize(svg));
      }
      return { text: `wrote ${file}`, value: { file } };
    },
  }).option('--out <file>', out);
}

function checkFormat(out: string, tables: boolean): void {
  if (/\.(png|svg)$/.test(out) || (tables && out.endsWith('.csv'))) return;
  throw new HelmholtzError('usage', `The picture's file was given as ${out}.`, {
    hint: `Its name must end in .png or .svg${tables ? ', that of a table in .csv' : ''}.`,
  });
}

function otherFormat(file: string, isTable: boolean): HelmholtzError {
  const [what, format] = isTable ? ['a table', '.csv'] : ['images', '.png or .svg'];
  return new HelmholtzError('usage', `The run is on ${what}, and the file was given as ${file}.`, {
    hint: `Its name must end in ${format}.`,
  });
}

function checkImages({ name, shape, columns }: Dataset, tables: boolean): void {
  if (isImages({ shape })) return;
  throw new HelmholtzError(
    'usage',
    `${name} has examples of shape [${shape.join(', ')}], which are not images.`,
    {
      hint:
        columns && !tables
          ? 'They are rows of a table: helmholtz sample and reconstruct write tables, and embed takes any examples.'
          : 'Pictures take examples of shape [rows, columns, 1] or [rows, columns, 3]; helmholtz embed takes any.',
    },
  );
}
