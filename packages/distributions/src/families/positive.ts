import { HelmholtzError } from '@helmholtz/base';

/**
 * Checks that constants of a prior are positive.
 *
 * @throws HelmholtzError (`usage`) for zero or a negative number.
 */
export function checkPositive(
  prior: string,
  constants: Readonly<Record<string, number>>,
  ...names: readonly string[]
): void {
  for (const name of names) {
    if (constants[name]! > 0) continue;
    throw new HelmholtzError('usage', `The prior "${prior}" has ${name}: ${constants[name]}.`, {
      hint: `Expected a positive ${name}.`,
    });
  }
}
