import { HelmholtzError, nearest } from '@helmholtz/base';
import { type PartReference, partName, partOptions } from '../spec/part-reference.js';
import { validate } from '../spec/parse.js';
import type { ConfigurablePart, NamedPart } from './parts.js';

/**
 * Returns the part of a name. If several parts have it, the last one wins: a plugin can replace a
 * built-in part.
 *
 * @param kind kind of part for the error message, such as `likelihood`.
 * @throws HelmholtzError (`usage`) with the closest name if there is no part of that name.
 *
 * @example
 * ```ts
 * import { chooseByName, coreParts } from '@helmholtz/core';
 *
 * console.log(chooseByName('objective', coreParts.objectives, 'elbo').name); // elbo
 * try {
 *   chooseByName('objective', coreParts.objectives, 'elob');
 * } catch (error) {
 *   console.log((error as Error).message); // There is no objective named "elob".
 * }
 * ```
 */
export function chooseByName<Part extends NamedPart>(
  kind: string,
  parts: readonly Part[],
  name: string,
): Part {
  // A later part of the same name takes the place of an earlier one, so that a plugin can replace
  // ours.
  const part = parts.findLast((candidate) => candidate.name === name);
  if (part) return part;
  throw new HelmholtzError('usage', `There is no ${kind} named "${name}".`, {
    hint: nearest(
      name,
      parts.map((candidate) => candidate.name),
    ),
  });
}

/**
 * Returns the part that a reference names, and its options as checked by the part.
 *
 * @throws HelmholtzError (`usage`) for an unknown name or option.
 *
 * @example
 * ```ts
 * import { choose, coreParts } from '@helmholtz/core';
 *
 * const { part, options } = choose('objective', coreParts.objectives, { name: 'elbo', beta: 4 });
 * const objective = part.create(options as never);
 * console.log(objective.name); // elbo
 * ```
 */
export function choose<Part extends ConfigurablePart>(
  kind: string,
  parts: readonly Part[],
  reference: PartReference,
): { part: Part; options: unknown } {
  const part = chooseByName(kind, parts, partName(reference));
  return { part, options: validate(part.options, partOptions(reference), `the ${kind} "${part.name}"`) };
}
