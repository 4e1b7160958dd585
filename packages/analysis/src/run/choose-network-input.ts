import { type Spec, wholeNumbers } from '@helmholtz/core';

import type { DeclaredModel } from './declared-model.js';

/** Spec with `networkInput` of counts, and one line for each variable that changed. */
export interface CountInputs {
  readonly spec: Spec;
  readonly notes: readonly string[];
}

/**
 * Chooses `networkInput` of counts if the spec does not declare it. Networks then read log(1 + x),
 * since counts of hundreds make the first step infinite. Nothing changes if the recipe does not
 * take `networkInput`.
 *
 * @example
 * ```ts
 * import { chooseNetworkInput, declaredModel } from '@helmholtz/analysis';
 * import { defaultSpec } from '@helmholtz/recipes';
 *
 * const declared = declaredModel(defaultSpec('vae', [2], { likelihood: 'poisson' }));
 * console.log(chooseNetworkInput(declared).spec.observed.networkInput); // log1p
 * ```
 */
export function chooseNetworkInput({ spec, model, recipe }: DeclaredModel): CountInputs {
  if (!recipe.takes?.includes('networkInput')) return { spec, notes: [] };
  const counts = new Set(
    model.observed
      .filter(({ likelihood: { support, columns = [] } }) =>
        [support, ...columns.map((column) => column.support)].includes(wholeNumbers),
      )
      .map(({ name }) => name),
  );
  const notes: string[] = [];
  const chosen = <Variable extends Spec['observed']>(variable: Variable): Variable => {
    if (variable.networkInput !== undefined || !counts.has(variable.name)) return variable;
    notes.push(noteOn(variable, spec));
    return { ...variable, networkInput: 'log1p' };
  };
  const observed = chosen(spec.observed);
  const inputs = spec.inputs?.map((input) => chosen(input));
  return { spec: { ...spec, observed, ...(inputs ? { inputs } : {}) }, notes };
}

function noteOn({ name }: Spec['observed'], { observed }: Spec): string {
  const where = name === observed.name ? 'observed' : `inputs of "${name}"`;
  return (
    `networks read log(1 + ${name}) of the counts, the likelihood reads the counts themselves ` +
    `(${where}: networkInput: log1p; to read the counts: none)`
  );
}
