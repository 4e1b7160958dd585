import { HelmholtzError } from '@helmholtz/base';
import { LABEL, type LatentVariableModel, sizeOf } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { Command } from 'commander';

import { imageFiles } from '@helmholtz/analysis/images';
import { wholeNumber } from '../options.js';
import type { TestedRun } from './run-command.js';
import { unusedOption } from '../unused-option.js';

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
      'of --images and a model that is fed with classes: the class of the images',
      wholeNumber(0),
    );
}

/**
 * The examples that a command was given: image files, or test examples by their indices.
 *
 * @throws HelmholtzError (`usage`) for both at once, for what is said of images where none are given, for an index that the
 *   test set does not have, and for a label that the model does not take.
 */
export async function chosenExamples(
  run: TestedRun,
  { images, invert, label }: ImageOptions,
  indices: readonly number[] | undefined,
  unlessGiven: () => readonly number[],
): Promise<ChosenExamples> {
  if (!images) {
    checkNoImageOptions(invert, label);
    checkIndices(indices ?? [], run.test);
    return { dataset: run.test, indices: indices ?? unlessGiven() };
  }
  if (indices) {
    throw new HelmholtzError('usage', 'Both image files and test examples were given.', {
      hint: 'Give --images alone, or the indices of test examples alone.',
    });
  }
  checkLabel(run.model, label);
  const dataset = await imageFiles(
    images,
    { ...run, onChange: (line) => run.terminal.status(line) },
    { invert, label },
  );
  return { dataset, indices: images.map((_, index) => index) };
}

/** Test examples are as they are, and of the classes that they have. */
function checkNoImageOptions(invert: boolean, label: number | undefined): void {
  const given = invert ? '--invert' : label === undefined ? undefined : `--label ${label}`;
  if (given === undefined) return;
  throw unusedOption(given, 'it is said of --images, and the examples are those of the test set', imagesHint);
}

const imagesHint = 'Leave it out, or give images of your own: --images a.png b.jpg';

function checkLabel({ inputs }: LatentVariableModel, label: number | undefined): void {
  const input = inputs.find(({ name }) => name === LABEL);
  if (!input) {
    if (label === undefined) return;
    throw unusedOption(`--label ${label}`, 'the model is not fed with classes');
  }
  // A single element is 0 or 1.
  const classes = Math.max(sizeOf(input.shape), 2);
  if (label !== undefined && label < classes) return;
  const given = label === undefined ? 'no label' : `the label ${label}`;
  throw new HelmholtzError('usage', `The model takes the class of an image, and was given ${given}.`, {
    hint: `Say which it is, from 0 to ${classes - 1}, such as: --label ${Math.min(7, classes - 1)}`,
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
