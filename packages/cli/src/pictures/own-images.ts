import { basename } from 'node:path';

import { unusedOption } from '@helmholtz/analysis';
import { imagesFor } from '@helmholtz/analysis/images';
import { HelmholtzError } from '@helmholtz/base';
import { readFileUpTo } from '@helmholtz/core/run';
import type { Dataset } from '@helmholtz/datasets';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import type { TestedRun } from './run-command.js';

const mostBytes = 256 * 2 ** 20;

/** Options that `withImageOptions` adds to a command. */
export interface ImageOptions {
  readonly images?: string[];
  readonly invert: boolean;
  readonly label?: string;
}

export function withImageOptions(command: Command): Command {
  return command
    .option(
      '--images <files...>',
      'PNG, JPEG or WebP files instead of test examples; resized to the shape of the model',
    )
    .option('--invert', 'invert --images, for dark strokes on white paper', false)
    .option(
      '--label <class>',
      'class of --images, for a conditional model; without --images short for --given label=<class>',
    );
}

/**
 * Reads the image files of a command. Returns undefined for a command on test examples.
 *
 * @throws HelmholtzError (`usage`) for images together with test examples, and for options of
 *   images without images.
 */
export async function ownImages(
  run: TestedRun,
  { images, invert, label }: ImageOptions,
  indices: readonly number[] | undefined,
): Promise<Dataset | undefined> {
  if (!images) {
    checkNoImageOptions(invert);
    return undefined;
  }
  if (indices) {
    throw new HelmholtzError('usage', 'Image files and indices of test examples were both given.', {
      hint: 'Give either --images or the indices, not both.',
    });
  }
  const files = [];
  for (const path of images) files.push({ name: basename(path), bytes: await readFileUpTo(path, mostBytes) });
  const onChange = (line: string): void => run.terminal.status(line);
  return imagesFor(run, files, { invert, label, onChange });
}

/** The conditions of codes: `--label` is the class of image files, if there are any. */
export function ofExamples<Options extends Pick<ImageOptions, 'images' | 'label'>>(
  options: Options,
): Omit<Options, 'label'> & { readonly label?: string } {
  const { label, ...others } = options;
  return options.images === undefined && label !== undefined ? { ...others, label } : others;
}

/** Test examples are used unchanged. */
function checkNoImageOptions(invert: boolean): void {
  const why = 'it applies to --images, but the examples come from the test set';
  const hint = 'Leave it out, or give your own images: --images a.png b.jpg';
  if (invert) throw unusedOption('invert', undefined, why, hint);
}

/** Reads `0,7,12`. */
export function indexList(text: string): number[] {
  return text.split(',').map(wholeNumber(0));
}
