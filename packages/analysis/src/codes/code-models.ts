import {
  decodedDraws,
  type Examples,
  type LatentVariableModel,
  priorDraws,
  type SpecInput,
} from '@helmholtz/core';
import { buildModel, flowDensity, quantizedDensity } from '@helmholtz/recipes';

import { codeSize, ownLatents } from './code-layout.js';

/** Model of codes, which is trained on codes of mean 0 and variance 1. */
export interface CodeModel {
  readonly model: LatentVariableModel;
  draws(count: number, seed: number): Promise<Examples>;
  /** Starts the model at frequencies of what it is trained on. */
  readonly startFromFrequencies?: ((numbers: Examples) => void) | undefined;
  /** What the model is trained on in place of real-valued codes, and its inverse. */
  readonly numbers?: {
    readonly of: (codes: Examples) => Promise<Examples>;
    readonly codes: (numbers: Examples) => Promise<Examples>;
  };
}

/** Kind of a model of codes. */
export interface CodeModelKind {
  /** Name in the file of the run, in messages and in progress. */
  readonly what: string;
  /** What its `nelbo` says about held-out codes. */
  readonly value: string;
  build(model: LatentVariableModel, seed: number): CodeModel;
}

export const codeModels = {
  flow: {
    what: 'a normalizing flow',
    value: 'log-density',
    build: (model) => flowDensity(codeSize(ownLatents(model))),
  },
  twoStage: {
    what: 'a second VAE',
    value: 'ELBO',
    build: (model, seed) => secondVae(codeSize(ownLatents(model)), seed),
  },
  autoregressive: {
    what: 'an autoregressive prior over codes',
    value: 'log-probability',
    build: (model) => quantizedDensity(model),
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
