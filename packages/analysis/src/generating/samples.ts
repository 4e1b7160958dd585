import {
  chooseConditions,
  decodedDraws,
  decodedMeans,
  type LatentVariableModel,
  type NamedExamples,
  priorDraws,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { Samples } from '@helmholtz/report';

import { decodedData } from './data-variable.js';
import { generatedClasses } from './generated-classes.js';
import { toImages } from '../images/to-images.js';

export interface SamplesOptions {
  readonly count: number;
  readonly seed: number;
  /** Of a conditional model: the class of all of them. */
  readonly label?: number | undefined;
  /** Whether pixels are drawn from the likelihood, rather than shown at its mean. */
  readonly drawn?: boolean | undefined;
}

/** Ancestral draws from the prior of every latent, decoded: images, and the classes that are generated with them. */
export async function samples(
  model: LatentVariableModel,
  test: Dataset,
  options: SamplesOptions,
): Promise<Samples> {
  return samplesOf(model, test, await decodedSamples(model, test, options));
}

export function samplesOf(model: LatentVariableModel, test: Dataset, decoded: NamedExamples): Samples {
  const classes = generatedClasses(model, test, decoded);
  return { ...toImages(decodedData(model, test, decoded), test), ...(classes ? { classes } : {}) };
}

/** What is decoded, by the observed variables' names. */
export async function decodedSamples(
  model: LatentVariableModel,
  test: Dataset,
  { count, seed, label, drawn = false }: SamplesOptions,
): Promise<NamedExamples> {
  const conditions = chooseConditions(model, test, count, label);
  const codes = await priorDraws(model, count, seed, conditions);
  return drawn ? decodedDraws(model, codes, seed, conditions) : decodedMeans(model, codes, conditions);
}

/** Why a model has nothing to sample from; undefined where it has. */
export function samplesProblem({ latents }: LatentVariableModel): string | undefined {
  const without = latents.find(({ divergence }) => !divergence);
  return without && `The latent "${without.name}" has no prior to draw from.`;
}
