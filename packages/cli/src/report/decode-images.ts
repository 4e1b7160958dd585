import {
  HelmholtzError,
  type LatentVariableModel,
  type NamedExamples,
  decodedMeans,
  sizeOf,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

import { toImages } from './images.js';

/** What a model makes of codes, as images of a data set's shape: the mean of the likelihood. */
export async function decodeImages(
  model: LatentVariableModel,
  codes: NamedExamples,
  dataset: Dataset,
  conditions: NamedExamples,
): Promise<ImageBatch> {
  const { name } = imageVariable(model, dataset);
  const decoded = await decodedMeans(model, codes, conditions);
  return toImages(decoded.get(name)!, dataset);
}

/** The observed variable that the images of a data set are examples of. */
export function imageVariable(
  { observed }: LatentVariableModel,
  { name, shape }: Dataset,
): { readonly name: string } {
  const found = observed.find(({ input }) => sizeOf(input.shape) === sizeOf(shape));
  if (found) return found;
  throw new HelmholtzError('data', `The model observes nothing of the size of the images of ${name}.`, {
    hint: `They have the shape [${shape.join(', ')}], and its observed variables: ${observed.map((of) => `${of.name} [${of.input.shape.join(', ')}]`).join(', ')}.`,
  });
}
