import { noiseSuits } from '@helmholtz/distributions';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import { type LatentVariable, isGlobal } from '../graph/variables.js';

/**
 * What stands for an example in a latent: the mean of its posterior; for a posterior without a mean, such as a normalizing
 * flow, the value for noise of zero; or only a draw, where noise of zero is no centre, as of Gumbel noise.
 */
export type CodeKind = 'posteriorMean' | 'zeroNoise' | 'draw';

/** Returns what stands for an example in a latent of a model. A latent without a posterior has its value. *
 * @example
 * ```ts
 * import { codeKind } from '@helmholtz/core';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [4] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const [z] = model.latents;
 * console.log(z && codeKind(model, z)); // posteriorMean
 * ```
 */
export function codeKind({ noise }: Pick<LatentVariableModel, 'noise'>, latent: LatentVariable): CodeKind {
  if (latentTraits(latent)?.posteriorMean !== false) return 'posteriorMean';
  const [variable] = latent.name.split(':');
  const own = noise.filter((input) => input.latent === variable);
  return own.every(({ source }) => noiseSuits(source, 'zero')) ? 'zeroNoise' : 'draw';
}

/** Why examples have no codes, in one line: undefined where they have. *
 * @example
 * ```ts
 * import { codeProblem } from '@helmholtz/core';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [4] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * console.log(codeProblem(model)); // undefined
 * ```
 */
export function codeProblem(model: Pick<LatentVariableModel, 'noise' | 'latents'>): string | undefined {
  const drawn = ofKind(model, 'draw');
  return (
    drawn &&
    `The posterior of "${drawn.name}" has no mean, and its noise has no centre: examples have draws alone.`
  );
}

/** What codes are, where they are not the means of posteriors: one line, undefined where they are. *
 * @example
 * ```ts
 * import { codeNote } from '@helmholtz/core';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [4] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * console.log(codeNote(model)); // undefined
 * ```
 */
export function codeNote(model: Pick<LatentVariableModel, 'noise' | 'latents'>): string | undefined {
  const zero = ofKind(model, 'zeroNoise');
  return zero && `The posterior of "${zero.name}" has no mean: its code is the value for noise of zero.`;
}

function ofKind(
  model: Pick<LatentVariableModel, 'noise' | 'latents'>,
  kind: CodeKind,
): LatentVariable | undefined {
  return model.latents.find((latent) => !isGlobal(latent) && codeKind(model, latent) === kind);
}
