import {
  type Examples,
  type LatentVariableModel,
  type LatentVariable,
  decodedMeans,
  interpolateCodes,
  manifoldCodes,
  manifoldCoordinates,
  posteriorMeans,
  priorDraws,
  readExamples,
  reconstruct,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch, LatentPoints, Manifold, ReportContent } from '@helmholtz/report';

import { activeAxes, firstOfEachClass, toImages } from './images.js';

export const MANIFOLD_SIDE = 15;
export const INTERPOLATION_STEPS = 12;
const SCATTER_POINTS = 2000;

export type RunFigures = Pick<
  ReportContent,
  'latent' | 'manifold' | 'reconstructions' | 'samples' | 'interpolation' | 'omitted'
>;

/** What a trained model makes of a test set: latent space, manifold, reconstructions, samples, an interpolation. */
export async function figuresOfRun(
  model: LatentVariableModel,
  test: Dataset,
  seed: number,
): Promise<RunFigures> {
  const points = await latentPoints(model, test);
  if (!isImages(test)) {
    const why = `The examples are not images: their shape is [${test.shape.join(', ')}].`;
    const names = ['manifold', 'reconstructions', 'samples', 'interpolation'] as const;
    return {
      ...points,
      omitted: { ...points.omitted, ...Object.fromEntries(names.map((name) => [name, why])) },
    };
  }
  return {
    ...points,
    ...(await manifold(model, test)),
    ...(await reconstructions(model, test, seed)),
    samples: await samples(model, test, 100, seed),
    interpolation: await interpolation(model, test),
  };
}

export function isImages({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
}

type WithOmitted<Name extends keyof RunFigures> = Partial<Pick<ReportContent, Name | 'omitted'>>;

async function latentPoints(model: LatentVariableModel, test: Dataset): Promise<WithOmitted<'latent'>> {
  const count = Math.min(SCATTER_POINTS, test.size);
  const observed = readExamples(test, range(count));
  const [variable] = model.latents;
  const axes = variable && (await activeAxes(model, test));
  if (!axes) return { omitted: { latent: 'A scatter takes a latent of two dimensions or more.' } };
  const means = (await posteriorMeans(model, observed)).get(variable.name)!;
  const latent: LatentPoints = {
    x: column(means, axes.horizontal),
    y: column(means, axes.vertical),
    xName: `${variable.name}${axes.horizontal + 1}`,
    yName: `${variable.name}${axes.vertical + 1}`,
    standardNormalPrior: variable.divergence.priorName === 'standardNormal',
    ...(test.labels ? { labels: test.labels.slice(0, count) } : {}),
    ...(test.classNames ? { classNames: test.classNames } : {}),
  };
  return { latent };
}

export async function manifold(
  model: LatentVariableModel,
  test: Dataset,
  side = MANIFOLD_SIDE,
): Promise<WithOmitted<'manifold'>> {
  const axes = await activeAxes(model, test);
  if (!axes) return { omitted: { manifold: 'A manifold takes a latent of two dimensions or more.' } };
  const values = manifoldCoordinates(side);
  const [variable, ...others] = model.latents;
  const codes = new Map([[variable!.name, manifoldCodes(variable!.shape, values, axes)]]);
  for (const other of others) codes.set(other.name, zeroCodes(other, side * side));
  const grid = await decodeImages(model, codes, test);
  const name = (axis: number): string => `${variable!.name}${axis + 1}`;
  return {
    manifold: { grid, values, xName: name(axes.horizontal), yName: name(axes.vertical) } satisfies Manifold,
  };
}

function zeroCodes({ shape }: LatentVariable, count: number): Examples {
  return {
    count,
    shape,
    values: new Float32Array(count * shape.reduce((product, length) => product * length, 1)),
  };
}

export async function reconstructions(
  model: LatentVariableModel,
  test: Dataset,
  seed: number,
  indices = firstOfEachClass(test, 10),
  draws = 3,
): Promise<Required<Pick<ReportContent, 'reconstructions'>>> {
  const original = readExamples(test, indices);
  const { mean, draws: drawn } = await reconstruct(model, original, { draws, seed });
  const images = (examples: Examples): ImageBatch => toImages(examples, test);
  return { reconstructions: { original: images(original), mean: images(mean), draws: drawn.map(images) } };
}

export async function samples(
  model: LatentVariableModel,
  test: Dataset,
  count: number,
  seed: number,
): Promise<ImageBatch> {
  return decodeImages(model, await priorDraws(model, count, seed), test);
}

/** One row for each pair of examples, from the first one's code to the second's. */
export async function interpolation(
  model: LatentVariableModel,
  test: Dataset,
  pairs: readonly (readonly [number, number])[] = pairsOfClasses(test),
  steps = INTERPOLATION_STEPS,
): Promise<ImageBatch[]> {
  const rows = pairs.map(async ([from, to]) => {
    const [start, end] = await Promise.all(
      [from, to].map((index) => posteriorMeans(model, readExamples(test, [index]))),
    );
    const codes = model.latents.map(
      ({ name }) => [name, interpolateCodes(start!.get(name)!, end!.get(name)!, steps)] as const,
    );
    return decodeImages(model, new Map(codes), test);
  });
  return Promise.all(rows);
}

function pairsOfClasses(test: Dataset): [number, number][] {
  const indices = firstOfEachClass(test, 10);
  return range(Math.floor(indices.length / 2)).map((row) => [indices[2 * row]!, indices[2 * row + 1]!]);
}

async function decodeImages(
  model: LatentVariableModel,
  codes: ReadonlyMap<string, Examples>,
  dataset: Dataset,
): Promise<ImageBatch> {
  const [first] = (await decodedMeans(model, codes)).values();
  return toImages(first!, dataset);
}

function column({ count, shape, values }: Examples, index: number): Float32Array {
  return Float32Array.from({ length: count }, (_, row) => values[row * shape[0]! + index]!);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
