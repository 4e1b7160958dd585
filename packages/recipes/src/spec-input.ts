import type { DatasetName } from '@helmholtz/base';
import type { coreParts, distributionParts, PartLists, SpecInput as SpecInputOf } from '@helmholtz/core';
import type { layerParts } from '@helmholtz/layers';

import type { recipes } from './parts.js';

/** Parts that specs can name without plugins. */
export interface OwnParts {
  readonly recipes: typeof recipes;
  readonly likelihoods: typeof layerParts.likelihoods;
  readonly posteriors: typeof layerParts.posteriors;
  readonly priors: typeof layerParts.priors;
  readonly conditionalPriors: typeof layerParts.conditionalPriors;
  readonly distributions: typeof distributionParts.families;
  readonly noise: typeof distributionParts.noise;
  readonly objectives: typeof coreParts.objectives;
  readonly layers: typeof layerParts.layers;
  /** Names only, so that specs compile without `@helmholtz/datasets`. */
  readonly datasets: readonly { readonly name: DatasetName }[];
}

export type NoParts = Record<never, never>;

type Added<Parts, Kind> =
  Parts extends Readonly<Record<Kind & string, readonly (infer Part)[]>> ? Part : never;

/** Parts of Helmholtz and of a plugin. */
type WithParts<Parts> = {
  readonly [Kind in keyof PartLists]: readonly (OwnParts[Kind][number] | Added<Parts, Kind>)[];
};

/**
 * Spec as a user writes it. The compiler checks names of parts and their options.
 *
 * `SpecInput<typeof parts>` adds the parts of a plugin. `SpecInput<PartLists>` accepts any names
 * and options.
 */
export type SpecInput<Parts extends Partial<PartLists> = NoParts> = SpecInputOf<WithParts<Parts>>;

/**
 * Returns a spec literal, checked by the compiler. `defineSpec<typeof parts>(...)` adds the parts
 * of a plugin.
 *
 * @example
 * ```ts
 * import { defineSpec } from '@helmholtz/recipes';
 *
 * const spec = defineSpec({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [{ layer: 'dense', units: 256 }], generative: [] },
 *   objective: { name: 'elbo', beta: 4 },
 * });
 * console.log(spec.objective); // { name: 'elbo', beta: 4 }
 * ```
 */
export function defineSpec<Parts extends Partial<PartLists> = NoParts>(
  spec: SpecInput<Parts>,
): SpecInput<Parts> {
  return spec;
}
