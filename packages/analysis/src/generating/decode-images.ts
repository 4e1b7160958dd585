import { decodedMeans, type LatentVariableModel, type NamedExamples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

import { decodedData } from './data-variable.js';
import { toImages } from '../images/to-images.js';

/** Decodes codes to images of a data set's shape: the mean of the likelihood. */
export async function decodeImages(
  model: LatentVariableModel,
  codes: NamedExamples,
  dataset: Dataset,
  conditions: NamedExamples,
): Promise<ImageBatch> {
  const decoded = await decodedMeans(model, codes, conditions);
  return toImages(decodedData(model, dataset, decoded), dataset);
}
