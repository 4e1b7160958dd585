/** Part as a spec names it: by its name, or with options. */
export type PartReference = string | { readonly name: string; readonly [option: string]: unknown };

/**
 * Returns the name of a part.
 *
 * @example
 * ```ts
 * import { partName } from '@helmholtz/core/spec';
 *
 * console.log(partName('normal'), partName({ name: 'normal', scale: 0.1 })); // normal normal
 * ```
 */
export function partName(reference: PartReference): string {
  return typeof reference === 'string' ? reference : reference.name;
}

/**
 * Returns the options beside the name of a part.
 *
 * @example
 * ```ts
 * import { partOptions } from '@helmholtz/core/spec';
 *
 * console.log(partOptions('normal'), partOptions({ name: 'normal', scale: 0.1 }));
 * // {} { scale: 0.1 }
 * ```
 */
export function partOptions(reference: PartReference): Record<string, unknown> {
  if (typeof reference === 'string') return {};
  const { name: _name, ...options } = reference;
  return options;
}
