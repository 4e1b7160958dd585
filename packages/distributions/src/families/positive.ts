import { HelmholtzError } from '@helmholtz/base';

/**
 * Checks constants of a prior that have to be positive.
 *
 * @throws HelmholtzError (`usage`)
 */
export function checkPositive(
  prior: string,
  constants: Readonly<Record<string, number>>,
  ...names: readonly string[]
): void {
  for (const name of names) {
    if (constants[name]! > 0) continue;
    throw new HelmholtzError('usage', `The prior "${prior}" was given ${name}: ${constants[name]}.`, {
      hint: `A ${name} is a positive number.`,
    });
  }
}
