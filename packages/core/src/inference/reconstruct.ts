import { zeros } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { drawNoise } from '../training/batches.js';
import { type Examples, inBatches } from './examples.js';
import { slice } from './latent-codes.js';

/** Reconstructions of examples: at the mean of the posterior, and at draws from it. */
export interface Reconstructions {
  readonly mean: Examples;
  readonly draws: readonly Examples[];
}

/**
 * The mean of p(x given z) for the first observed variable, at the posterior's mean and at `draws` draws from it.
 */
export async function reconstruct(
  model: LatentVariableModel,
  observed: Examples,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Promise<Reconstructions> {
  const decodeWith = (
    noise: (count: number, start: number) => ReturnType<typeof drawNoise>,
  ): Promise<Examples> =>
    inBatches(observed.count, (start, end) => {
      const terms = model.terms(slice(model, observed, start, end), noise(end - start, start));
      return terms.observed[0]!.likelihood.mean();
    });
  const mean = await decodeWith((count) => model.noise.map(({ shape }) => zeros([count, ...shape])));
  const drawn: Examples[] = [];
  for (let draw = 0; draw < draws; draw++) {
    drawn.push(
      await decodeWith((count, start) => drawNoise(model.noise, count, seed, ['reconstruct', draw, start])),
    );
  }
  return { mean, draws: drawn };
}
