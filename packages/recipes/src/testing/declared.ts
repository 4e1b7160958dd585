import { itemAt } from '@helmholtz/base';
import {
  declareRecipe,
  type LatentVariableModel,
  type ModelTerms,
  type Recipe,
  type RecipeSizes,
} from '@helmholtz/core';
import type { Distribution } from '@helmholtz/distributions';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import { buildModel } from './any-names.js';

/** The model that the name of a recipe declares of a vector x. */
export function declaredModel(
  recipe: Recipe,
  length: number,
  sizes: Omit<RecipeSizes, 'observed'> = {},
): LatentVariableModel {
  return buildModel(declareRecipe(recipe, { observed: { name: 'x', shape: [length] }, ...sizes }));
}

/** p(x given ...) at one value of a latent. */
export function decoded(model: LatentVariableModel, latent: string, value: readonly number[]): Distribution {
  return itemAt(model.decode({ [latent]: tensor([[...value]]) }), 0);
}

/** The distributions at examples of x, without noise. */
export function termsAt(model: LatentVariableModel, x: readonly (readonly number[])[]): ModelTerms {
  const noise = model.noise.map(({ shape }) =>
    tensor(new Array<number>(x.length * itemAt(shape, 0)).fill(0), [x.length, ...shape]),
  );
  return model.terms([tensor(x.map((row) => [...row]))], noise);
}

export const numbersOf = (values: Tensor): number[] => Array.from(values.dataSync());

/** How far a function of two latent dimensions is from being linear, at most of its elements. */
export function departureFromLinear(measure: (z: readonly number[]) => readonly number[]): number {
  const [origin, a, b, both] = [
    [0, 0],
    [2, 0],
    [0, -3],
    [2, -3],
  ].map(measure);
  return Math.max(
    ...both!.map((value, index) =>
      Math.abs(value + itemAt(origin!, index) - itemAt(a!, index) - itemAt(b!, index)),
    ),
  );
}
