import {
  decodedDraws,
  type Examples,
  type LatentVariableModel,
  priorDraws,
  type SpecInput,
} from '@helmholtz/core';
import { buildModel, flowDensity } from '@helmholtz/recipes';

/** Model of codes, which is trained on codes of mean 0 and variance 1. */
export interface CodeModel {
  readonly model: LatentVariableModel;
  draws(count: number, seed: number): Promise<Examples>;
}

/** Kind of a model of codes. */
export interface CodeModelKind {
  /** Name in the file of the run, in messages and in progress. */
  readonly what: string;
  /** What its `nelbo` says about held-out codes. */
  readonly value: string;
  build(size: number, seed: number): CodeModel;
}

export const codeModels = {
  flow: {
    what: 'a normalizing flow',
    value: 'log-density',
    build: (size) => flowDensity(size),
  },
  twoStage: {
    what: 'a second VAE',
    value: 'ELBO',
    build: secondVae,
  },
} as const satisfies Record<string, CodeModelKind>;

/** VAE of codes with as many latents as a code has elements (Dai and Wipf 2019). */
function secondVae(size: number, seed: number): CodeModel {
  const layers = [256, 256].map((units) => ({ layer: 'dense', units, activation: 'relu' }) as const);
  const spec: SpecInput = {
    recipe: 'vae',
    observed: { shape: [size] },
    latents: [{ name: 'u', size }],
    networks: { recognition: layers, generative: layers },
    likelihood: { name: 'normal', scale: 'learnedPerElement' },
    seed,
  };
  const model = buildModel(spec as Parameters<typeof buildModel>[0]);
  return {
    model,
    async draws(count, seed) {
      const decoded = await decodedDraws(model, await priorDraws(model, count, seed), seed);
      return decoded.get('x')!;
    },
  };
}
