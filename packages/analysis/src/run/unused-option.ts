import { HelmholtzError } from '@helmholtz/base';

/**
 * Returns the error for an option without an effect, which would be ignored silently.
 *
 * Texts name options as code does, between backticks; the command line puts its flags there.
 *
 * @example
 * ```ts
 * import { unusedOption } from '@helmholtz/analysis';
 *
 * const { message } = unusedOption('label', 3, 'the model does not take a class');
 * console.log(message); // `label` 3 has no effect: the model does not take a class.
 * ```
 *
 * @param option name of the option, such as `label`.
 * @param value its value; undefined for a switch.
 * @param why the reason, without a full stop.
 */
export function unusedOption(
  option: string,
  value: string | number | undefined,
  why: string,
  hint = `Leave \`${option}\` out.`,
): HelmholtzError {
  const optionText = value === undefined ? `\`${option}\`` : `\`${option}\` ${value}`;
  return new HelmholtzError('usage', `${optionText} has no effect: ${why}.`, { hint });
}
