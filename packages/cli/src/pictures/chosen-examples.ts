import { HelmholtzError, conditionsOf } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { Command } from 'commander';

import { imageFiles } from '../images/image-files.js';
import { wholeNumber } from '../options.js';
import type { TestedRun } from './run-command.js';

/** What `withImageOptions` adds to a command. */
export interface ImageOptions {
  readonly images?: string[];
  readonly invert: boolean;
  readonly label?: number;
}

/** Examples of a data set: of the test set, or the user's own images. */
export interface ChosenExamples {
  readonly dataset: Dataset;
  readonly indices: readonly number[];
}

export function withImageOptions(command: Command): Command {
  return command
    .option('--images <files...>', 'PNG or JPEG files instead of test examples, made to fit the model')
    .option('--invert', 'of --images, exchange black and white, as for dark strokes on white paper', false)
    .option(
      '--label <class>',
      'of --images and a conditional model: the class of the images',
      wholeNumber(0),
    );
}

/**
 * The examples that a command was given: image files, or test examples by their indices.
 *
 * @throws HelmholtzError (`usage`) for both at once, and for an index that the test set does not have.
 */
export async function chosenExamples(
  run: TestedRun,
  { images, invert, label }: ImageOptions,
  indices: readonly number[] | undefined,
  unlessGiven: () => readonly number[],
): Promise<ChosenExamples> {
  if (!images) {
    checkIndices(indices ?? [], run.test);
    return { dataset: run.test, indices: indices ?? unlessGiven() };
  }
  if (indices) {
    throw new HelmholtzError('usage', 'Both image files and test examples were given.', {
      hint: 'Give --images alone, or the indices of test examples alone.',
    });
  }
  checkLabel(run, label);
  const dataset = await imageFiles(images, run, { invert, label });
  return { dataset, indices: images.map((_, index) => index) };
}

function checkLabel({ model }: TestedRun, label: number | undefined): void {
  const classes = conditionsOf(model).find(({ name }) => name === 'label');
  if (!classes || (label !== undefined && label < classes.shape[0]!)) return;
  const given = label === undefined ? 'no label' : `the label ${label}`;
  throw new HelmholtzError('usage', `The model takes the class of an image, and was given ${given}.`, {
    hint: `Say which it is, from 0 to ${classes.shape[0]! - 1}, such as: --label 7`,
  });
}

/** `0,7,12` */
export function indexList(text: string): number[] {
  return text.split(',').map(wholeNumber(0));
}

/** @throws HelmholtzError (`usage`) for an index that a data set does not have. */
export function checkIndices(indices: readonly number[], { name, size }: Dataset): void {
  const outside = indices.find((index) => index >= size);
  if (outside === undefined) return;
  throw new HelmholtzError('usage', `${name} has no example ${outside}.`, {
    hint: `It has examples 0 to ${size - 1}.`,
  });
}
