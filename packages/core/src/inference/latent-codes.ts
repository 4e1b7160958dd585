import { type Tensor, broadcastTo, zeros } from '@tensorflow/tfjs-core';

import { type Distribution, noiseSuits } from '@helmholtz/distributions';
import { HelmholtzError, itemAt } from '@helmholtz/base';
import { codeNoise } from '../graph/code-noise.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { LatentVariable } from '../graph/variables.js';
import { drawNoise } from '../training/noise-tensors.js';
import { countOf, inputRows } from './input-rows.js';
import { meanOrDraw } from './mean-or-draw.js';
import { BATCH, type Examples, type NamedExamples, namedInBatches, namedRows } from './examples.js';

/**
 * Returns the posterior mean of each latent, [count, ...shape], by the latent's name. For a latent
 * without a posterior, returns its value. For a posterior without a mean, returns the value for
 * noise of zero, or a draw of seed 0 if zero is not the centre of its noise: see `codeKind`. In a
 * hierarchy each posterior is computed at the means of the latents before it.
 *
 * @param inputs examples of the model's data inputs, by name if there are several.
 * @throws HelmholtzError (`data`) if an input has no examples.
 *
 * @example
 * ```ts
 * import { posteriorMeans, readExamples } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const codes = await posteriorMeans(model, readExamples(data, [0, 1]));
 * console.log(codes.get('z')?.count, codes.get('z')?.shape); // 2 [ 2 ]
 * ```
 */
export async function posteriorMeans(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
): Promise<NamedExamples> {
  return namedInBatches(countOf(inputs), (start, end) => {
    const { latents } = model.termsAtPosteriorMeans(inputRows(model, inputs, start, end), codeNoise(start));
    const means = latents.map(({ name, shape, posterior, value }) => [
      name,
      broadcastTo(posterior?.mean?.() ?? value!, [end - start, ...shape]),
    ]);
    return Object.fromEntries(means) as Record<string, Tensor>;
  });
}

/**
 * Draws each latent from its prior, in ancestral order. Returns the draws by the latent's name.
 *
 * @param inputs values that the priors depend on besides other latents, `count` examples of each.
 * @param given values of latents that are not drawn, `count` examples of each.
 * @param from number of the first draw, a multiple of 250. Draws from 500 on are those that 500
 *   others precede.
 *
 * @example
 * ```ts
 * import { priorDraws } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const draws = await priorDraws(buildModel(defaultSpec('vae', [4])), 1000, 0);
 * const z = draws.get('z')!.values; // 2,000 numbers from N(0, 1)
 * console.log(Math.abs(z.reduce((sum, value) => sum + value, 0) / z.length) < 0.1); // true
 * ```
 */
export async function priorDraws(
  model: LatentVariableModel,
  count: number,
  seed: number,
  inputs: NamedExamples = new Map(),
  given: NamedExamples = new Map(),
  from = 0,
): Promise<NamedExamples> {
  checkFrom(from);
  return fromPriors(model, count, given, inputs, (prior, { name, shape }, start, end) => {
    const variable = { name, shape, source: prior.noise };
    const [noise] = drawNoise([variable], end - start, seed, ['prior', from + start]);
    return prior.sample(noise!);
  });
}

/**
 * Returns values of all latents: the given ones, and for the others the mean of the prior given the
 * latents before them. For a prior without a mean, returns its draw for noise of zero, or a draw of
 * seed 0 if zero is not the centre of its noise.
 *
 * @param inputs values that the priors depend on besides other latents, as many examples of each.
 *
 * @example
 * ```ts
 * import { priorMeans } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const latents = [{ name: 'z1', size: 1 }, { name: 'z2', size: 1 }];
 * const model = buildModel(defaultSpec('vae', [4], { latents }));
 * const z1 = { count: 1, shape: [1], values: Float32Array.of(2) };
 * const values = await priorMeans(model, new Map([['z1', z1]]));
 * console.log(values.get('z1')?.values, values.get('z2')?.values);
 * // Float32Array(1) [ 2 ] Float32Array(1) [ 0 ]
 * ```
 */
export async function priorMeans(
  model: LatentVariableModel,
  given: NamedExamples,
  inputs: NamedExamples = new Map(),
): Promise<NamedExamples> {
  return fromPriors(model, countOf(given), given, inputs, centreOf);
}

/**
 * Returns the mean of each observed variable's likelihood at values of the latents, by the
 * variable's name. For a likelihood without a mean, returns draws.
 *
 * @param inputs values that the likelihood depends on besides the latents, as many examples of
 *   each.
 *
 * @example
 * ```ts
 * import { decodedMeans, priorDraws } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('vae', [4]));
 * const means = await decodedMeans(model, await priorDraws(model, 3, 0));
 * console.log(means.get('x')?.count, means.get('x')?.values.every((p) => p > 0 && p < 1));
 * // 3 true
 * ```
 */
export async function decodedMeans(
  model: LatentVariableModel,
  latents: NamedExamples,
  inputs: NamedExamples = new Map(),
  from = 0,
): Promise<NamedExamples> {
  return namedInBatches(countOf(latents), (start, end) => {
    const likelihoods = model.decode(namedRows(latents, start, end), namedRows(inputs, start, end));
    return Object.fromEntries(
      model.observed.map((variable, index) => [
        variable.name,
        meanOrDraw(itemAt(likelihoods, index), variable, end - start, from + start),
      ]),
    );
  });
}

/**
 * Draws each observed variable from its likelihood at values of the latents. Returns the draws by
 * the variable's name.
 *
 * @param seed seed of the draws.
 * @param inputs values that the likelihood depends on besides the latents, as many examples of
 *   each.
 * @param from number of the first draw, as of `priorDraws`.
 *
 * @example
 * ```ts
 * import { decodedDraws, priorDraws } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('vae', [4]));
 * const draws = await decodedDraws(model, await priorDraws(model, 3, 0), 0);
 * console.log(draws.get('x')?.values.every((value) => value === 0 || value === 1)); // true
 * ```
 */
export async function decodedDraws(
  model: LatentVariableModel,
  latents: NamedExamples,
  seed: number,
  inputs: NamedExamples = new Map(),
  from = 0,
): Promise<NamedExamples> {
  checkFrom(from);
  return namedInBatches(countOf(latents), (start, end) => {
    const likelihoods = model.decode(namedRows(latents, start, end), namedRows(inputs, start, end));
    const draws = model.observed.map(({ name, input: { shape } }, index) => {
      const source = itemAt(likelihoods, index).noise;
      const [noise] = drawNoise([{ name, shape, source }], end - start, seed, ['likelihood', from + start]);
      return [name, itemAt(likelihoods, index).sample(noise!)] as const;
    });
    return Object.fromEntries(draws);
  });
}

/** The noise of draws is keyed by their batch. */
function checkFrom(from: number): void {
  if (from % BATCH === 0) return;
  throw new HelmholtzError('usage', `Draws from ${from} on were asked for.`, {
    hint: `The number of the first draw is a multiple of ${BATCH}.`,
  });
}

/** Returns the mean of a prior, or its draw for noise of zero, or a draw. */
function centreOf(prior: Distribution, { name, shape }: LatentVariable, start: number, end: number): Tensor {
  if (prior.mean) return prior.mean();
  if (noiseSuits(prior.noise, 'zero')) return prior.sample(zeros([end - start, ...shape]));
  const variable = { name, shape, source: prior.noise };
  const [noise] = drawNoise([variable], end - start, 0, ['instead of the mean', start]);
  return prior.sample(noise!);
}

/**
 * Returns the latents in ancestral order: given ones, and others as `choose` computes them from
 * their priors.
 */
async function fromPriors(
  model: LatentVariableModel,
  count: number,
  given: NamedExamples,
  inputs: NamedExamples,
  choose: (prior: Distribution, latent: LatentVariable, start: number, end: number) => Tensor,
): Promise<NamedExamples> {
  const order = model.ancestralOrder;
  return namedInBatches(count, (start, end) => {
    const values: Record<string, Tensor> = { ...namedRows(given, start, end) };
    const conditions = namedRows(inputs, start, end);
    for (const latent of order) {
      if (Object.hasOwn(values, latent.name)) continue;
      const chosen = choose(model.priorOf(latent, values, conditions), latent, start, end);
      values[latent.name] = broadcastTo(chosen, [end - start, ...latent.shape]);
    }
    return values;
  });
}
