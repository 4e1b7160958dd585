import { HelmholtzError, nearest } from '@helmholtz/base';

/**
 * Checks that a name is one of the valid ones.
 *
 * @throws HelmholtzError of kind `usage` that suggests the nearest valid name
 */
export function checkName<Name extends string>(what: string, given: string, valid: readonly Name[]): Name {
  const known = valid.find((name) => name === given);
  if (known !== undefined) return known;
  throw new HelmholtzError('usage', `Unknown ${what} ${JSON.stringify(given)}.`, {
    hint: nearest(given, valid),
  });
}
