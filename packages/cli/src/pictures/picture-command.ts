import { join, resolve } from 'node:path';

import { examplesNpy, fileName, isImages, isMatrix, isSeries } from '@helmholtz/analysis';
import { HelmholtzError, platform, itemAt } from '@helmholtz/base';
import type { Examples, NamedExamples } from '@helmholtz/core';
import { type Column, type Dataset, dialectOf, encodeCsv } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import type { Figure } from '@helmholtz/report';
import type { Command } from 'commander';

import type { Shown } from './omitted-moments.js';
import { type NeedsExamples, type TestedRun, runCommand } from './run-command.js';

interface PictureOptions {
  readonly out?: string;
}

/** Result of a command, with the variables that its main file does not show. */
export interface WithOthers {
  /** Further variables. Each goes to a file `<main file>-<name>.npy`. */
  readonly others?: NamedExamples;
  /** Line that follows the names of the files. */
  readonly note?: string | undefined;
}

export interface PictureCommand<Options> {
  readonly name: string;
  /** Purpose in a few words, for the list of commands. */
  readonly summary: string;
  /** Details for the help of the command. */
  readonly details?: string;
  /**
   * Arguments of its examples after `helmholtz <name> runs/mine`; or after `helmholtz <name>`, if
   * they start with a run folder.
   */
  readonly examples: readonly string[];
  /** Means that it shows. Default: those of posteriors, as codes, and of likelihoods */
  readonly shown?: readonly Shown[];
  /** Whether it takes `--data`: new examples instead of the test set. */
  readonly newExamples?: boolean;
  /** Whether it needs examples, also as a function of the model. Default: true */
  readonly needsExamples?: NeedsExamples<Options>;
  /** Whether it draws random numbers and so takes `--seed`. */
  readonly draws?: boolean;
  /** Draws the figure of a run. */
  readonly draw: Make<Options, TestedRun, Figure & WithOthers>;
  /** Returns the rows of a CSV file for a run on a table. The first row has the column names. */
  readonly tabulate?: Make<
    Options,
    TestedTable,
    WithOthers & { readonly rows: readonly (readonly string[])[] }
  >;
  /** Writes the files of a run on a table or on arrays in pieces, in place of the next two. */
  readonly write?: (run: TestedRun, options: Options, main: MainFile) => Promise<WrittenFiles>;
  /** Returns the examples of a .npy file for a run on arrays. */
  readonly array?: Make<Options, TestedRun, WithOthers & { readonly examples: Examples }>;
}

/** File that a command writes, and the beginning of the names of further files. */
export interface MainFile {
  readonly file: string;
  readonly stem: string;
  readonly format: '.csv' | '.npy';
}

export interface WrittenFiles {
  /** Paths of the files, the main one first. */
  readonly files: readonly string[];
  readonly note?: string | undefined;
}

type Make<Options, Run, Made> = (run: Run, options: Options) => Promise<Made>;

/** Run on a table, with its columns. */
export interface TestedTable extends TestedRun {
  readonly columns: readonly Column[];
}

/**
 * Creates a command that opens a run and writes one result: a figure as PNG or SVG, a table as CSV,
 * other arrays as .npy.
 */
export function pictureCommand<Options>(command: PictureCommand<Options>): Command {
  const { name, write } = command;
  const [tabulate, array] = [command.tabulate ?? write, command.array ?? write];
  const formats = ['.png', '.svg', ...(tabulate ? ['.csv'] : []), ...(array ? ['.npy'] : [])];
  const kinds = [
    '.png or .svg for images and series',
    ...(tabulate ? ['.csv for a table'] : []),
    ...(array ? ['.npy for images, series and other arrays'] : []),
  ];
  const suitable = kinds.length > 1 ? ', or .csv or .npy by the data,' : '';
  const out = `file to write: ${kinds.join(', ')} (default: ${name}.png${suitable} in the run folder)`;
  return runCommand<Options & PictureOptions>({
    ...command,
    examples: [...command.examples, `--out ${name}.svg`],
    check: ({ out: file }) => void (file !== undefined && checkFormat(file, formats)),
    async work(run, options) {
      const [what, ...suited] = suitedFormats(run.test, command);
      const file = resolve(options.out ?? join(run.path, `${name}${suited[0]}`));
      const format = suited.find((each) => file.endsWith(each));
      if (format === undefined) throw otherFormat(file, what, suited);
      const stem = file.slice(0, -format.length);
      const written =
        command.write && (format === '.csv' || format === '.npy')
          ? await command.write(run, options, { file, stem, format })
          : await writeMade(await made(command, format, run, options), { file, stem });
      const { note } = written;
      // Numbers of series are the main file; a picture shows them.
      const hasPicture = isSeries(run.test) || isMatrix(run.test);
      const pictured = options.out === undefined && format === '.npy' && hasPicture;
      if (pictured) {
        const { svg } = await command.draw(run, options);
        await platform.files.writeAtomic(`${stem}.png`, await rasterize(svg));
      }
      const [, ...beside] = [...written.files, ...(pictured ? [`${stem}.png`] : [])];
      return {
        text: [[`wrote ${file}`, ...beside].join('\nwrote '), ...(note === undefined ? [] : [note])].join(
          '\n',
        ),
        value: {
          file,
          ...(beside.length > 0 ? { beside } : {}),
          ...(note === undefined ? {} : { note }),
        },
      };
    },
  }).option('--out <file>', out);
}

async function writeMade(
  { contents, others = new Map<string, Examples>(), note }: MadeFile,
  { file, stem }: Pick<MainFile, 'file' | 'stem'>,
): Promise<WrittenFiles> {
  const files = new Map<string, string | Uint8Array>([[file, contents]]);
  for (const [variable, examples] of others) {
    files.set(`${stem}-${fileName(variable)}.npy`, examplesNpy(examples));
  }
  for (const [path, bytes] of files) await platform.files.writeAtomic(path, bytes);
  return { files: [...files.keys()], note };
}

type MadeFile = WithOthers & { readonly contents: string | Uint8Array };

/** Returns the contents of a file in a format that the run supports. */
async function made<Options>(
  { draw, tabulate, array }: PictureCommand<Options>,
  format: string,
  run: TestedRun,
  options: Options,
): Promise<MadeFile> {
  if (format === '.csv') {
    const { rows, ...rest } = await tabulate!({ ...run, columns: run.test.columns! }, options);
    return { contents: encodeCsv(rows, dialectOf(run.test)), ...rest };
  }
  if (format === '.npy') {
    const { examples, ...rest } = await array!(run, options);
    return { contents: examplesNpy(examples), ...rest };
  }
  const { svg, others, note } = await draw(run, options);
  return { contents: format === '.svg' ? svg : await rasterize(svg), ...(others ? { others } : {}), note };
}

/** Returns the kind of the examples of a data set and their formats, the default format first. */
function suitedFormats(
  test: Dataset,
  { tabulate, array, write }: Pick<PictureCommand<never>, 'tabulate' | 'array' | 'write'>,
): [what: string, ...formats: string[]] {
  if (test.columns && (tabulate ?? write)) return ['a table', '.csv'];
  const numbers = (array ?? write) ? ['.npy'] : [];
  if (isSeries(test)) return ['series', ...numbers, '.png', '.svg'];
  if (isMatrix(test)) return ['arrays of rows and columns', ...numbers, '.png', '.svg'];
  if (isImages(test)) return ['images', '.png', '.svg', ...numbers];
  if (array ?? write) return ['arrays that are not images', '.npy'];
  // The drawing throws for other data.
  return ['images', '.png', '.svg'];
}

function checkFormat(out: string, formats: readonly string[]): void {
  if (formats.some((format) => out.endsWith(format))) return;
  throw new HelmholtzError('usage', `--out ${out} has an unknown file format.`, {
    hint: `Its name must end in ${alternatives(formats)}.`,
  });
}

function otherFormat(file: string, what: string, formats: readonly string[]): HelmholtzError {
  return new HelmholtzError('usage', `The run is on ${what}, which can't be written to ${file}.`, {
    hint: `Its name must end in ${alternatives(formats)}.`,
  });
}

/** Returns `.png, .svg or .npy`. */
function alternatives(formats: readonly string[]): string {
  return [formats.slice(0, -1).join(', '), itemAt(formats, -1)].filter((part) => part !== '').join(' or ');
}
