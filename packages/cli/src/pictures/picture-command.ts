import { join, resolve } from 'node:path';

import { examplesNpy, fileName, isImages } from '@helmholtz/analysis';
import { HelmholtzError, platform } from '@helmholtz/base';
import type { Examples, NamedExamples } from '@helmholtz/core';
import { type Column, type Dataset, dialectOf, encodeCsv } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import type { Figure } from '@helmholtz/report';
import type { Command } from 'commander';

import { type TestedRun, runCommand } from './run-command.js';

interface PictureOptions {
  readonly out?: string;
}

/** What a command makes of a run, and what it has beside it that the main file doesn't show. */
export interface WithOthers {
  /** Each goes to a file of its own, `<main file>-<name>.npy`. */
  readonly others?: NamedExamples;
}

export interface PictureCommand<Options> {
  readonly name: string;
  /** In a few words, for the list of commands. */
  readonly summary: string;
  /** More about it, for its own help. */
  readonly details?: string;
  /** What its examples add to `helmholtz <name> runs/mine`, beside nothing; or, from the run on, what they are of. */
  readonly examples: readonly string[];
  /** Whether it computes codes of examples; true by default. */
  readonly encodes?: boolean;
  /** Whether it takes `--data`. */
  readonly newExamples?: boolean;
  /** Whether it needs examples; true by default. */
  readonly needsExamples?: boolean;
  /** Whether it makes random draws, and takes `--seed`. */
  readonly draws?: boolean;
  /** Draws the picture of a run. */
  readonly draw: Make<Options, TestedRun, Figure & WithOthers>;
  /** Of a run on a table, the rows of a table: their cells, the names of the columns above them. */
  readonly tabulate?: Make<
    Options,
    TestedTable,
    WithOthers & { readonly rows: readonly (readonly string[])[] }
  >;
  /** Of a run on any arrays, the same as numbers. */
  readonly array?: Make<Options, TestedRun, WithOthers & { readonly examples: Examples }>;
}

type Make<Options, Run, Made> = (run: Run, options: Options) => Promise<Made>;

/** A run on a table, and its columns. */
export interface TestedTable extends TestedRun {
  readonly columns: readonly Column[];
}

/**
 * A command that opens a run, makes one thing of it and writes it: a figure as PNG or SVG, a table as CSV, numbers that are
 * neither as .npy.
 */
export function pictureCommand<Options>(command: PictureCommand<Options>): Command {
  const { name, tabulate, array } = command;
  const formats = ['.png', '.svg', ...(tabulate ? ['.csv'] : []), ...(array ? ['.npy'] : [])];
  const kinds = [
    'a .png or .svg file',
    ...(tabulate ? ['.csv of a table'] : []),
    ...(array ? ['.npy of other arrays, and of images too'] : []),
  ];
  const suitable = kinds.length > 1 ? ', or what suits the data,' : '';
  const out = `${kinds.join('; ')}; ${name}.png${suitable} in the run's folder unless given`;
  return runCommand<Options & PictureOptions>({
    ...command,
    examples: [...command.examples, `--out ${name}.svg`],
    check: ({ out: file }) => void (file !== undefined && checkFormat(file, formats)),
    async work(run, options) {
      const [what, ...suited] = suitedFormats(run.test, command);
      const file = resolve(options.out ?? join(run.path, `${name}${suited[0]}`));
      const format = suited.find((each) => file.endsWith(each));
      if (format === undefined) throw otherFormat(file, what, suited);
      const { contents, others = new Map<string, Examples>() } = await made(command, format, run, options);
      const files = new Map<string, string | Uint8Array>([[file, contents]]);
      for (const [variable, examples] of others) {
        files.set(`${file.slice(0, -format.length)}-${fileName(variable)}.npy`, examplesNpy(examples));
      }
      for (const [path, bytes] of files) await platform.files.writeAtomic(path, bytes);
      const [, ...beside] = files.keys();
      return {
        text: [`wrote ${file}`, ...beside].join('\nwrote '),
        value: { file, ...(beside.length > 0 ? { beside } : {}) },
      };
    },
  }).option('--out <file>', out);
}

/** The contents of a file in a format that suits the run. */
async function made<Options>(
  { draw, tabulate, array }: PictureCommand<Options>,
  format: string,
  run: TestedRun,
  options: Options,
): Promise<WithOthers & { readonly contents: string | Uint8Array }> {
  if (format === '.csv') {
    const { rows, others } = await tabulate!({ ...run, columns: run.test.columns! }, options);
    return { contents: encodeCsv(rows, dialectOf(run.test)), ...(others ? { others } : {}) };
  }
  if (format === '.npy') {
    const { examples, others } = await array!(run, options);
    return { contents: examplesNpy(examples), ...(others ? { others } : {}) };
  }
  const { svg, others } = await draw(run, options);
  return { contents: format === '.svg' ? svg : await rasterize(svg), ...(others ? { others } : {}) };
}

/** What the examples of a data set are, and the formats that suit them, the one that is taken unless another is named first. */
function suitedFormats(
  test: Dataset,
  { tabulate, array }: Pick<PictureCommand<never>, 'tabulate' | 'array'>,
): [what: string, ...formats: string[]] {
  if (test.columns && tabulate) return ['a table', '.csv'];
  if (isImages(test)) return ['images', '.png', '.svg', ...(array ? ['.npy'] : [])];
  if (array) return ['arrays that are no images', '.npy'];
  // The drawing refuses what is not made of images.
  return ['images', '.png', '.svg'];
}

function checkFormat(out: string, formats: readonly string[]): void {
  if (formats.some((format) => out.endsWith(format))) return;
  throw new HelmholtzError('usage', `The file was given as ${out}.`, {
    hint: `Its name must end in ${alternatives(formats)}.`,
  });
}

function otherFormat(file: string, what: string, formats: readonly string[]): HelmholtzError {
  return new HelmholtzError('usage', `The run is on ${what}, and the file was given as ${file}.`, {
    hint: `Its name must end in ${alternatives(formats)}.`,
  });
}

/** `.png, .svg or .npy` */
function alternatives(formats: readonly string[]): string {
  return [formats.slice(0, -1).join(', '), formats.at(-1)!].filter((part) => part !== '').join(' or ');
}
