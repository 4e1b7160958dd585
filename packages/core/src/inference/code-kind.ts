import { noiseSuits } from '@helmholtz/distributions';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import { type LatentVariable, isGlobal } from '../graph/variables.js';

/**
 * Code of an example in a latent. `posteriorMean` is the default. `zeroNoise` is the value for
 * noise of zero, for a posterior without a mean, such as a normalizing flow. `draw` is one draw, of
 * seed 0, if zero is not the centre of the noise, as for Gumbel noise.
 */
export type CodeKind = 'posteriorMean' | 'zeroNoise' | 'draw';

/**
 * Returns the kind of an example's code in a latent. The code of a latent without a posterior is
 * its value.
 *
 * @example
 * ```ts
 * import { codeKind } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('vae', [4]));
 * const [z] = model.latents;
 * console.log(z && codeKind(model, z)); // posteriorMean
 * ```
 */
export function codeKind({ noise }: Pick<LatentVariableModel, 'noise'>, latent: LatentVariable): CodeKind {
  if (latentTraits(latent)?.posteriorMean !== false) return 'posteriorMean';
  const [variable] = latent.name.split(':');
  const ownNoise = noise.filter((input) => input.latent === variable);
  return ownNoise.every(({ source }) => noiseSuits(source, 'zero')) ? 'zeroNoise' : 'draw';
}

/**
 * Returns a note about codes that are not posterior means, as one line; undefined if all are.
 *
 * @example
 * ```ts
 * import { codeNote } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(codeNote(buildModel(defaultSpec('vae', [4])))); // undefined
 * ```
 */
export function codeNote(model: Pick<LatentVariableModel, 'noise' | 'latents'>): string | undefined {
  const [zero, drawn] = [ofKind(model, 'zeroNoise'), ofKind(model, 'draw')];
  const notes = [
    ...(zero
      ? [`The posterior of "${zero.name}" has no mean: its code is the value for noise of zero.`]
      : []),
    ...(drawn
      ? [`The posterior of "${drawn.name}" has no mean, and its noise no centre: its code is one draw.`]
      : []),
  ];
  return notes.length === 0 ? undefined : notes.join(' ');
}

function ofKind(
  model: Pick<LatentVariableModel, 'noise' | 'latents'>,
  kind: CodeKind,
): LatentVariable | undefined {
  return model.latents.find((latent) => !isGlobal(latent) && codeKind(model, latent) === kind);
}
