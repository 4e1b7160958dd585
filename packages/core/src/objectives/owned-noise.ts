import { HelmholtzError, nearest } from '@helmholtz/base';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { ObjectiveTraits, VariableShape } from './objective.js';

/** Variables whose shapes an objective may name. */
export type ShapedModel = Pick<LatentVariableModel, 'inputs' | 'latents'>;

/** Noise of an objective with its shape. */
export interface OwnedNoise {
  readonly name: string;
  readonly shape: readonly number[];
  readonly source: string;
}

/** Returns the noise that an objective owns, in the order of declaration. */
export function ownedNoise(
  model: ShapedModel,
  { name: objective, noise = {} }: Pick<ObjectiveTraits, 'name' | 'noise'>,
): OwnedNoise[] {
  const declared =
    typeof noise === 'function'
      ? noise(model.latents.flatMap((latent) => latentTraits(latent) ?? []))
      : noise;
  return Object.entries(declared).map(([name, { shape, source = 'standardNormal' }]) => ({
    name,
    shape: shapeOf(model, shape, `The noise "${name}" of the objective "${objective}"`),
    source,
  }));
}

/**
 * Returns the shape that an objective declares.
 *
 * @param what owner of the shape, for the error message.
 * @throws HelmholtzError (`usage`) for an unknown variable.
 */
export function shapeOf(
  { inputs, latents }: ShapedModel,
  declared: VariableShape,
  what: string,
): readonly number[] {
  if (typeof declared !== 'string') return declared;
  const variables = [...latents, ...inputs];
  const variable = variables.find(({ name }) => name === declared);
  if (variable) return variable.shape;
  throw new HelmholtzError('usage', `${what} has the shape of "${declared}", which the model lacks.`, {
    hint: nearest(
      declared,
      variables.map(({ name }) => name),
    ),
  });
}
