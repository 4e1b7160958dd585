import { HelmholtzError } from '@helmholtz/base';
import {
  copiesOfWeights,
  type LatentVariableModel,
  type Recipe,
  type Spec,
  tokens,
  withinMemory,
  withShapesOnly,
} from '@helmholtz/core';
import { createCatalogue, modelContainer } from '@helmholtz/recipes';

/** A spec with the variables of its model. */
export interface DeclaredModel {
  readonly spec: Spec;
  readonly model: Pick<LatentVariableModel, 'inputs' | 'observed'>;
  readonly recipe: Pick<Recipe, 'takes'>;
}

/**
 * Builds the model of a spec without values of weights, to read its inputs, its observed variables
 * and their likelihoods.
 *
 * @param catalogue parts of models; `createCatalogue(plugins)` with plugins.
 * @throws HelmholtzError (`usage`, `graph`) for a spec that cannot be built, or whose weights
 *   exceed the memory.
 *
 * @example
 * ```ts
 * import { declaredModel } from '@helmholtz/analysis';
 * import { defaultSpec } from '@helmholtz/recipes';
 *
 * const { model } = declaredModel(defaultSpec('vae', [4], { likelihood: 'poisson' }));
 * console.log(model.observed[0]?.likelihood.family); // poisson
 * ```
 */
export function declaredModel(
  spec: Spec,
  catalogue: ReturnType<typeof createCatalogue> = createCatalogue(),
): DeclaredModel {
  const container = modelContainer(catalogue, spec);
  const copies = copiesOfWeights(spec.optimizer.name);
  const build = (): LatentVariableModel => withinMemory(() => container.get(tokens.model), { copies });
  return { spec, recipe: container.get(tokens.recipe), model: built(build) };
}

/** Layers of plugins may compute values while they are built. */
function built(build: () => LatentVariableModel): LatentVariableModel {
  try {
    return withShapesOnly(build);
  } catch (error) {
    if (error instanceof HelmholtzError && error.kind === 'usage') throw error;
    return build();
  }
}
