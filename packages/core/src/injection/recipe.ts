import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

import type { Spec, SpecDeclaration } from '../spec/schema.js';
import type { EventShape, ModelParts, NamedPart, NetworkConfig, SizedName } from './parts.js';
import type { Prior } from './prior.js';

/** What a spec may say of variables, and a recipe takes where it says so: data beside x, or what each is computed from. */
export type TakenOfVariables = 'inputs' | 'sources';

/** What a command line says of a model that its networks follow from, and the data of what they are examples of. */
export interface RecipeSizes {
  /** What is observed: its name, and the shape in which its examples come. */
  readonly observed: { readonly name: string; readonly shape: EventShape };
  /** The latents, from x up; the recipe's own by default. */
  readonly latents?: readonly SizedName[] | undefined;
  /** The units of the hidden layers of a network, from x up; the recipe's own by default. */
  readonly hidden?: readonly number[] | undefined;
  /** p(x given z), which networks may have to suit; the recipe's own by default. */
  readonly likelihood?: SpecDeclaration['likelihood'] | undefined;
}

/** What a recipe's name alone declares: a whole spec but for what the schema has defaults for. */
export type RecipeDeclaration = Omit<SpecDeclaration, 'recipe'> & Pick<Partial<SpecDeclaration>, 'recipe'>;

/** The parts that a recipe is given. */
export interface RecipeParts extends Omit<ModelParts, 'networks'> {
  /**
   * One of the networks that the recipe takes; its layers are named after it unless `config` names them otherwise.
   *
   * @throws HelmholtzError (`usage`) where the spec does not declare it.
   */
  readonly network: (
    name: string,
  ) => (input: SymbolicTensor, config?: Partial<NetworkConfig>) => SymbolicTensor;
  /** The value of a latent, [batch, size], drawn from its posterior with the noise that suits it. */
  readonly sample: (features: SymbolicTensor, latent: SampledLatent) => SymbolicTensor;
}

export interface SampledLatent extends SizedName {
  /** `priorOf(name)` by default. */
  readonly prior?: Prior | undefined;
  /** Whether all examples share it. False by default. */
  readonly global?: boolean | undefined;
}

/** The names of the networks that a recipe takes, as they follow from a spec. Compared like a method. */
type NetworksOfSpec<Network extends string, Options> = {
  of(this: void, spec: Spec, options: Options): readonly Network[];
}['of'];

/** A small module that turns a spec and its injected parts into a layers graph. */
export interface Recipe<
  Name extends string = string,
  Network extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends NamedPart<Name> {
  /** Checks the options beside its name in a spec, `recipe: { name: mine, depth: 3 }`; it takes none by default. */
  readonly options?: Options;
  /** The networks that it takes, or how they follow from the spec; `recognition` and `generative` by default. */
  readonly networks?: readonly Network[] | NetworksOfSpec<Network, z.output<Options>>;
  /** What of a spec's variables it takes beside x and latents of a size; nothing by default. */
  readonly takes?: readonly TakenOfVariables[];
  /** What its name alone declares, at the sizes that are given; dense networks and one latent by default. */
  declare?(this: void, sizes: RecipeSizes): RecipeDeclaration;
  build(spec: Spec, parts: RecipeParts, options: z.output<Options>): LayersModel;
}

/**
 * Returns a recipe. Its name, networks and options keep their types, which the types of a spec are derived from.
 *
 * @example
 * ```ts
 * import { defineRecipe } from '@helmholtz/core';
 * import { recipeParts } from '@helmholtz/recipes';
 *
 * const vae = recipeParts.recipes.find(({ name }) => name === 'vae')!;
 * const mine = defineRecipe({ name: 'mine', description: 'vae by another name', build: vae.build });
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
