import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

import type { Spec, SpecDeclaration } from '../spec/schema.js';
import type { EventShape, Expert, ModelParts, NamedPart, NetworkConfig, SizedName } from './parts.js';
import type { Prior } from './prior.js';

/**
 * Optional properties of variables in a spec. `inputs` are data beside x, `sources` are `given`,
 * `experts`, `network`, `likelihood` and `features`, `likelihoods` are likelihoods of variables
 * alone, `networkInput` is the form of counts that networks read. A recipe lists the properties
 * that it supports.
 */
export type TakenOfVariables = 'inputs' | 'sources' | 'likelihoods' | 'networkInput';

/** Shape of the data and sizes of a model, from which a recipe derives its networks. */
export interface RecipeSizes {
  /** Observed variable: name and shape of one example. */
  readonly observed: { readonly name: string; readonly shape: EventShape };
  /** Latents, beginning next to x; the recipe's own by default. */
  readonly latents?: readonly SizedName[] | undefined;
  /** Units of the hidden layers, beginning next to x; the recipe's own by default. */
  readonly hidden?: readonly number[] | undefined;
  /** p(x given z), on which networks may depend; the recipe's own by default. */
  readonly likelihood?: SpecDeclaration['likelihood'] | undefined;
}

/** Spec that a recipe declares by default, without the schema's defaults. */
export type RecipeDeclaration = Omit<SpecDeclaration, 'recipe'> & Pick<Partial<SpecDeclaration>, 'recipe'>;

/** Parts that a recipe receives. */
export interface RecipeParts extends Omit<ModelParts, 'networks'> {
  /**
   * Returns a network by name. Its layers are named after it by default.
   *
   * @throws HelmholtzError (`usage`) if the spec does not declare it.
   */
  readonly network: (
    name: string,
  ) => (input: SymbolicTensor, config?: Partial<NetworkConfig>) => SymbolicTensor;
  /** Returns the value of a latent, [batch, size], drawn from its posterior with suitable noise. */
  readonly sample: (features: SymbolicTensor, latent: SampledLatent) => SymbolicTensor;
  /**
   * Returns the value of a latent, [batch, size], drawn from a posterior that combines experts.
   *
   * @throws HelmholtzError (`usage`) if the latent's posterior does not combine experts.
   */
  readonly combine: (experts: readonly Expert[], latent: SampledLatent) => SymbolicTensor;
}

/** Latent that a recipe draws. */
export interface SampledLatent extends SizedName {
  /** Prior of the latent; `priorOf(name)` by default. */
  readonly prior?: Prior | undefined;
  /** Whether all examples share it. False by default. */
  readonly global?: boolean | undefined;
}

/**
 * Names of a recipe's networks as a function of the spec. Declared as a method so that TypeScript
 * compares parameters bivariantly.
 */
type NetworksOfSpec<Network extends string, Options> = {
  build(this: void, spec: Spec, options: Options): readonly Network[];
}['build'];

/** Function from a spec and its injected parts to a layers graph. */
export interface Recipe<
  Name extends string = string,
  Network extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends NamedPart<Name> {
  /**
   * Schema of the options beside its name, `recipe: { name: mine, depth: 3 }`; no options by
   * default.
   */
  readonly options?: Options;
  /**
   * Names of its networks, or a function of the spec; `recognition` and `generative` by default.
   */
  readonly networks?: readonly Network[] | NetworksOfSpec<Network, z.output<Options>>;
  /**
   * Properties of variables that it supports besides x and latents with a size; none by default.
   */
  readonly takes?: readonly TakenOfVariables[];
  /** Returns its default spec for the given sizes; dense networks and one latent by default. */
  declare?(this: void, sizes: RecipeSizes): RecipeDeclaration;
  /** Builds the graph. */
  build(spec: Spec, parts: RecipeParts, options: z.output<Options>): LayersModel;
}

/**
 * Returns a recipe. Keeps the literal types of its name, networks and options, from which the types
 * of specs are derived.
 *
 * @example
 * ```ts
 * import { defineRecipe } from '@helmholtz/core';
 * import { recipeParts } from '@helmholtz/recipes';
 *
 * const vae = recipeParts.recipes.find(({ name }) => name === 'vae')!;
 * const mine = defineRecipe({ name: 'mine', description: 'a copy of vae', build: vae.build });
 * console.log(mine.name); // mine
 * ```
 */
export function defineRecipe<
  const Name extends string,
  const Network extends string = 'recognition' | 'generative',
  Options extends z.ZodType = z.ZodObject<z.ZodRawShape & Record<never, never>, z.core.$strict>,
>(recipe: Recipe<Name, Network, Options>): Recipe<Name, Network, Options> {
  return recipe;
}
