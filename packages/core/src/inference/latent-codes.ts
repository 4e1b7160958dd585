import { type Tensor, broadcastTo, zeros } from '@tensorflow/tfjs-core';

import { type Distribution, meanOf, noiseSuits } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { LatentVariable } from '../graph/variables.js';
import { drawNoise } from '../training/batches.js';
import { meanOrDraw } from './mean-or-draw.js';
import { type Examples, type NamedExamples, namedInBatches, namedRows, rows } from './examples.js';

/**
 * Returns the mean of the posterior of each latent, [count, ...shape], by the latent's name. A latent without a posterior
 * has its value, and a posterior without a mean its value for noise of zero. In a hierarchy each posterior is taken at the
 * means of those before it.
 *
 * @param inputs examples of the model's data inputs, by name where there are several.
 */
export async function posteriorMeans(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
): Promise<NamedExamples> {
  return namedInBatches(countOf(inputs), (start, end) => {
    const { latents } = model.termsAtPosteriorMeans(inputRows(model, inputs, start, end));
    const means = latents.map(({ name, shape, posterior, value }) => [
      name,
      broadcastTo(posterior?.mean?.() ?? value!, [end - start, ...shape]),
    ]);
    return Object.fromEntries(means) as Record<string, Tensor>;
  });
}

/**
 * Ancestral draws from the prior of each latent, by the latent's name.
 *
 * @param inputs what the priors depend on beside other latents, `count` examples of each.
 */
export async function priorDraws(
  model: LatentVariableModel,
  count: number,
  seed: number,
  inputs: NamedExamples = new Map(),
): Promise<NamedExamples> {
  return fromPriors(model, count, new Map(), inputs, (prior, { name, shape }, start, end) => {
    const variable = { name, shape, source: prior.noise };
    const [noise] = drawNoise([variable], end - start, seed, ['prior', start]);
    return prior.sample(noise!);
  });
}

/**
 * Returns values of the latents: those given, and for the others the mean of the prior given those before them. A prior
 * without a mean gives its draw for noise of zero.
 *
 * @param inputs what the priors depend on beside other latents, as many examples of each.
 */
export async function priorMeans(
  model: LatentVariableModel,
  given: NamedExamples,
  inputs: NamedExamples = new Map(),
): Promise<NamedExamples> {
  return fromPriors(model, countOf(given), given, inputs, centreOf);
}

/**
 * Returns the mean of each observed variable's likelihood at values of the latents, by the observed variable's name. Of a
 * likelihood without a mean it returns draws.
 *
 * @param inputs what the likelihood depends on beside the latents, as many examples of each.
 */
export async function decodedMeans(
  model: LatentVariableModel,
  latents: NamedExamples,
  inputs: NamedExamples = new Map(),
): Promise<NamedExamples> {
  return namedInBatches(countOf(latents), (start, end) => {
    const likelihoods = model.decode(namedRows(latents, start, end), namedRows(inputs, start, end));
    return Object.fromEntries(
      model.observed.map((variable, index) => [
        variable.name,
        meanOrDraw(likelihoods[index]!, variable, end - start, start),
      ]),
    );
  });
}

/**
 * A draw from each observed variable's likelihood at values of the latents, by the observed variable's name.
 *
 * @param seed names the draws.
 * @param inputs what the likelihood depends on beside the latents, as many examples of each.
 */
export async function decodedDraws(
  model: LatentVariableModel,
  latents: NamedExamples,
  seed: number,
  inputs: NamedExamples = new Map(),
): Promise<NamedExamples> {
  return namedInBatches(countOf(latents), (start, end) => {
    const likelihoods = model.decode(namedRows(latents, start, end), namedRows(inputs, start, end));
    const draws = model.observed.map(({ name, input: { shape } }, index) => {
      const source = likelihoods[index]!.noise;
      const [noise] = drawNoise([{ name, shape, source }], end - start, seed, ['likelihood', start]);
      return [name, likelihoods[index]!.sample(noise!)] as const;
    });
    return Object.fromEntries(draws);
  });
}

/**
 * @throws HelmholtzError (`graph`) for a prior without a mean whose noise has no centre at zero.
 */
function centreOf(prior: Distribution, { shape }: LatentVariable, start: number, end: number): Tensor {
  if (prior.mean) return prior.mean();
  if (noiseSuits(prior.noise, 'zero')) return prior.sample(zeros([end - start, ...shape]));
  return meanOf(prior);
}

/** The latents in ancestral order: those given, and the others as `choose` takes them from their priors. */
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
    const known = namedRows(inputs, start, end);
    for (const latent of order) {
      if (Object.hasOwn(values, latent.name)) continue;
      const chosen = choose(model.priorOf(latent, values, known), latent, start, end);
      values[latent.name] = broadcastTo(chosen, [end - start, ...latent.shape]);
    }
    return values;
  });
}

/** One tensor for each data input of the model. */
export function inputRows(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
  start: number,
  end: number,
): Tensor[] {
  return model.inputs.map(({ name, shape }) => {
    const examples = examplesOf(model, inputs, name);
    return rows({ ...examples, shape }, start, end);
  });
}

export function countOf(examples: Examples | NamedExamples): number {
  return isNamed(examples) ? ([...examples.values()][0]?.count ?? 0) : examples.count;
}

function isNamed(examples: Examples | NamedExamples): examples is NamedExamples {
  return !('shape' in examples);
}

function examplesOf(
  { inputs }: LatentVariableModel,
  examples: Examples | NamedExamples,
  name: string,
): Examples {
  const named = isNamed(examples) ? examples : inputs.length === 1 ? new Map([[name, examples]]) : undefined;
  const found = named?.get(name);
  if (found) return found;
  throw new HelmholtzError('data', `The model's data input "${name}" was given no examples.`, {
    hint: `It takes examples by name, of ${inputs.map((input) => input.name).join(', ')}.`,
  });
}
