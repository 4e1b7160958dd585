import {
  type Examples,
  type LatentVariableModel,
  type NamedExamples,
  posteriorDraws,
  sizeOf,
} from '@helmholtz/core';

import type { GivenGrid } from '../conditions/given-grid.js';

/** Returns the names of the observed variables that have given values. */
export function givenModalities({ observed }: LatentVariableModel, { columns }: GivenGrid): string[] {
  return observed.map(({ name }) => name).filter((name) => columns.has(name));
}

/**
 * Draws codes from the posterior given some modalities. All others are missing, so that their
 * experts are left out.
 *
 * @param given values of the given modalities and of all conditions, as the model reads them.
 */
export async function codesGiven(
  model: LatentVariableModel,
  given: NamedExamples,
  {
    names,
    count,
    seed,
  }: { readonly names: readonly string[]; readonly count: number; readonly seed: number },
): Promise<{ readonly codes: NamedExamples; readonly note: string }> {
  const inputs = model.inputs.map(({ name, shape }): [string, Examples] => {
    const values = new Float32Array(count * sizeOf(shape)).fill(NaN);
    return [name, given.get(name) ?? { count, shape, values }];
  });
  const codes = await posteriorDraws(model, new Map(inputs), seed);
  return { codes, note: `codes: drawn from the posterior given ${names.join(' and ')}` };
}
