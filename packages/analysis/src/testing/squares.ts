import { decodedMeans, posteriorMeans, readExamples, type SpecInput } from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';

import type { TrainedRun } from '../run/trained-run.js';
import { tinySpec } from './tiny-spec.js';

/** Twelve images of two rows and two columns, of three classes. */
export const images = arrayDataset({
  name: 'squares',
  shape: [2, 2, 1],
  data: Array.from({ length: 12 }, (_, n) => [n & 1, (n >> 1) & 1, (n >> 2) & 1, (n >> 3) & 1]),
  labels: Uint8Array.from({ length: 12 }, (_, n) => n % 3),
  classNames: ['a', 'b', 'c'],
});
export const all = Array.from({ length: 12 }, (_, index) => index);

/** A model of the images, as it is initialized. */
export function squaresRun(changes: Partial<SpecInput> = {}): TrainedRun {
  return { ...assemble(tinySpec({ seed: 1, ...changes })), train: images, test: images };
}

/** A VAE of z, two elements, and x, four. */
export const run = squaresRun();

/** The codes of all images. */
export const means = (await posteriorMeans(run.model, readExamples(images, all))).get('z')!;

/** The pixels that codes, two numbers each, are decoded to. */
export const decode = async (...codes: number[]): Promise<Float32Array> => {
  const latents = { count: codes.length / 2, shape: [2], values: Float32Array.from(codes) };
  return (await decodedMeans(run.model, new Map([['z', latents]]))).get('x')!.values;
};
