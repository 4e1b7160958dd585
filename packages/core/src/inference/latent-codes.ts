import { type Tensor, broadcastTo, tensor, zeros } from '@tensorflow/tfjs-core';

import type { LatentTerm } from '../graph/terms.js';
import type { LatentVariableModel } from '../graph/model.js';
import { drawNoise } from '../training/batches.js';
import { sizeOf } from '../training/dataset.js';
import { type Examples, inBatches } from './examples.js';

/**
 * The mean of the posterior of each latent, [count, ...shape], by the latent's name. In a hierarchy each posterior is
 * taken at the means of those before it.
 */
export async function posteriorMeans(
  model: LatentVariableModel,
  observed: Examples,
): Promise<Map<string, Examples>> {
  return perLatent(model, (name) =>
    inBatches(observed.count, (start, end) => {
      const noise = model.noise.map(({ shape }) => zeros([end - start, ...shape]));
      const { posterior } = latentAt(model, slice(model, observed, start, end), noise, name);
      return posterior.mean();
    }),
  );
}

/** Ancestral draws from the prior of each latent, by the latent's name. */
export async function priorDraws(
  model: LatentVariableModel,
  count: number,
  seed: number,
): Promise<Map<string, Examples>> {
  const drawn = new Map<string, Examples>();
  for (const latent of model.ancestralOrder) {
    const { name, shape } = latent;
    const draws = await inBatches(count, (start, end) => {
      const given = new Map([...drawn].map(([other, examples]) => [other, rows(examples, start, end)]));
      const prior = model.priorOf(latent, given);
      const noise = drawNoise([{ name, shape, source: prior.noise }], end - start, seed, ['prior', start]);
      return prior.sample(noise[0]!);
    });
    drawn.set(name, draws);
  }
  return drawn;
}

/** Values of the latents: those given, and for the others the mean of the prior given those before them. */
export async function priorMeans(
  model: LatentVariableModel,
  given: ReadonlyMap<string, Examples>,
): Promise<Map<string, Examples>> {
  const count = [...given.values()][0]?.count ?? 0;
  const values = new Map(given);
  for (const latent of model.ancestralOrder) {
    if (values.has(latent.name)) continue;
    const means = await inBatches(count, (start, end) => {
      const before = new Map([...values].map(([name, examples]) => [name, rows(examples, start, end)]));
      return broadcastTo(model.priorOf(latent, before).mean(), [end - start, ...latent.shape]);
    });
    values.set(latent.name, means);
  }
  return values;
}

/** The mean of each observed variable's likelihood at values of the latents, by the observed variable's name. */
export async function decodedMeans(
  model: LatentVariableModel,
  latents: ReadonlyMap<string, Examples>,
): Promise<Map<string, Examples>> {
  const values = model.latents.map(({ name }) => latents.get(name)!);
  const count = values[0]?.count ?? 0;
  const decoded = model.observed.map(async ({ name }, index) => {
    const means = await inBatches(count, (start, end) =>
      model.decode(values.map((examples) => rows(examples, start, end)))[index]!.mean(),
    );
    return [name, means] as const;
  });
  return new Map(await Promise.all(decoded));
}

async function perLatent(
  model: LatentVariableModel,
  compute: (name: string) => Promise<Examples>,
): Promise<Map<string, Examples>> {
  const entries = model.latents.map(async ({ name }) => [name, await compute(name)] as const);
  return new Map(await Promise.all(entries));
}

function latentAt(model: LatentVariableModel, inputs: Tensor[], noise: Tensor[], name: string): LatentTerm {
  return model.terms(inputs, noise).latents.find((latent) => latent.name === name)!;
}

/** One tensor for each input of the model. */
export function slice(model: LatentVariableModel, examples: Examples, start: number, end: number): Tensor[] {
  return model.inputs.map(({ shape }) => rows({ ...examples, shape }, start, end));
}

function rows({ values, shape }: Examples, start: number, end: number): Tensor {
  const size = sizeOf(shape);
  return tensor(values.slice(start * size, end * size), [end - start, ...shape]);
}
