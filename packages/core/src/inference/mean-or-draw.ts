import { itemAt } from '@helmholtz/base';
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';

import { type Distribution, noiseSuits } from '@helmholtz/distributions';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { ObservedVariable } from '../graph/variables.js';
import { drawNoise } from '../training/noise-tensors.js';

/** Returns the mean of a likelihood, [count, ...shape], or a draw if it has no mean. */
export function meanOrDraw(
  likelihood: Distribution,
  { name, input: { shape } }: ObservedVariable,
  count: number,
  start = 0,
): Tensor {
  if (likelihood.mean) return likelihood.mean();
  const variable = { name, shape, source: likelihood.noise };
  const [noise] = drawNoise([variable], count, 0, ['instead of the mean', start]);
  return likelihood.sample(noise!);
}

/**
 * Returns a note that draws are shown because a likelihood has no mean, as one line; undefined if
 * all have a mean.
 *
 * @example
 * ```ts
 * import { meanNote } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(meanNote(buildModel(defaultSpec('vae', [4])))); // undefined
 * ```
 */
export function meanNote({ observed }: Pick<LatentVariableModel, 'observed'>): string | undefined {
  const variableWithoutMean = observed.find(({ likelihood }) => !hasMean(likelihood));
  return (
    variableWithoutMean &&
    `The likelihood of "${variableWithoutMean.name}" has no mean: draws from it are shown instead.`
  );
}

/**
 * Returns a note about priors without a mean that other latents determine, as one line; undefined
 * if all have a mean.
 *
 * @example
 * ```ts
 * import { priorMeanNote } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(priorMeanNote(buildModel(defaultSpec('vae', [4])))); // undefined
 * ```
 */
export function priorMeanNote({
  ancestralOrder,
}: Pick<LatentVariableModel, 'ancestralOrder'>): string | undefined {
  const latentWithoutMean = ancestralOrder
    .slice(1)
    .find((latent) => latentTraits(latent)?.priorMean === false);
  if (!latentWithoutMean) return undefined;
  const centred = noiseSuits(latentTraits(latentWithoutMean)?.priorNoise ?? '', 'zero');
  const instead = centred ? 'the value for noise of zero' : 'one draw';
  return `The prior of "${latentWithoutMean.name}" has no mean: ${instead} is decoded instead.`;
}

function hasMean(likelihood: ObservedVariable['likelihood']): boolean {
  const { shape } = itemAt(itemAt(likelihood.inboundNodes, 0).outputTensors, 0);
  let has = false;
  tidy(() => {
    // The family does not depend on the parameters' values.
    has = likelihood.distribution(zeros(shape.map((length) => length ?? 1))).mean !== undefined;
  });
  return has;
}
