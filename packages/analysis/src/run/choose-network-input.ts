import { type LatentVariableModel, type Recipe, type Spec, wholeNumbers } from '@helmholtz/core';

/** Spec with what networks read of counts, and the names of the variables that changed. */
export interface CountInputs {
  readonly spec: Spec;
  readonly variables: readonly string[];
}

/**
 * Chooses what networks read of counts where the spec leaves it open: log(1 + x), since counts of
 * hundreds make the first step infinite. Build the model again if there are any `variables`.
 *
 * @param recipe recipe of the spec. Nothing changes if it does not take `networkInput`.
 *
 * @example
 * ```ts
 * import { chooseNetworkInput } from '@helmholtz/analysis';
 * import { assemble, recipeParts } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 1 }];
 * const observed = { shape: [2] };
 * const { spec, model } = assemble({ recipe: 'vae', observed, latents, networks, likelihood: 'poisson' });
 * const vae = recipeParts.recipes.find(({ name }) => name === 'vae')!;
 * console.log(chooseNetworkInput({ spec, model }, vae).spec.observed.networkInput); // log1p
 * ```
 */
export function chooseNetworkInput(
  { spec, model }: { readonly spec: Spec; readonly model: Pick<LatentVariableModel, 'observed'> },
  { takes = [] }: Pick<Recipe, 'takes'>,
): CountInputs {
  if (!takes.includes('networkInput')) return { spec, variables: [] };
  const counts = new Set(
    model.observed
      .filter(({ likelihood: { support, columns = [] } }) =>
        [support, ...columns.map((column) => column.support)].includes(wholeNumbers),
      )
      .map(({ name }) => name),
  );
  const variables: string[] = [];
  const chosen = <Variable extends Spec['observed']>(variable: Variable): Variable => {
    if (variable.networkInput !== undefined || !counts.has(variable.name)) return variable;
    variables.push(variable.name);
    return { ...variable, networkInput: 'log1p' };
  };
  const observed = chosen(spec.observed);
  const inputs = spec.inputs?.map((input) => chosen(input));
  return { spec: { ...spec, observed, ...(inputs ? { inputs } : {}) }, variables };
}
