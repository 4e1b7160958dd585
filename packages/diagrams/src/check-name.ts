import { HelmholtzError, itemAt, nearest } from '@helmholtz/base';

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

/**
 * Returns the part of a name.
 *
 * @throws HelmholtzError of kind `usage` that suggests the nearest valid name
 */
export function partNamed<Part extends { readonly name: string }>(
  what: string,
  given: string,
  parts: readonly Part[],
): Part {
  const names = parts.map(({ name }) => name);
  return itemAt(parts, names.indexOf(checkName(what, given, names)));
}
