import { HelmholtzError, nearest } from '@helmholtz/base';

/**
 * Checks a name against the valid ones.
 *
 * @throws HelmholtzError (`usage`) that says which is nearest.
 */
export function checkName<Name extends string>(what: string, given: string, valid: readonly Name[]): Name {
  const known = valid.find((name) => name === given);
  if (known !== undefined) return known;
  throw new HelmholtzError('usage', `Unknown ${what} ${JSON.stringify(given)}.`, {
    hint: nearest(given, valid),
  });
}
