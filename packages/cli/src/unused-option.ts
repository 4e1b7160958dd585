import { HelmholtzError } from '@helmholtz/base';

/**
 * An option that would change nothing is refused, since whoever gives it expects something of it.
 *
 * @param option as it was given, such as `--label 3`.
 * @param why there is nothing that it would change.
 */
export function unusedOption(
  option: string,
  why: string,
  hint = `Leave ${option.split(' ')[0]!} out.`,
): HelmholtzError {
  return new HelmholtzError('usage', `${option} was given, and would change nothing: ${why}.`, { hint });
}
