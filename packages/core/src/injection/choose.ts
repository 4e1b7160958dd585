import { HelmholtzError, nearest } from '@helmholtz/base';
import { type PartReference, partName, partOptions } from '../spec/part-reference.js';
import { validate } from '../spec/parse.js';
import type { ConfigurablePart, NamedPart } from './parts.js';

/** @throws HelmholtzError (`usage`) that names the nearest part where there is none of that name. */
export function chooseByName<Part extends NamedPart>(
  kind: string,
  parts: readonly Part[],
  name: string,
): Part {
  // A later part of the same name takes the place of an earlier one, so that a plugin can replace ours.
  const part = parts.findLast((candidate) => candidate.name === name);
  if (part) return part;
  throw new HelmholtzError('usage', `There is no ${kind} named "${name}".`, {
    hint: nearest(
      name,
      parts.map((candidate) => candidate.name),
    ),
  });
}

/** The part a reference names, and its options checked by the part itself. */
export function choose<Part extends ConfigurablePart>(
  kind: string,
  parts: readonly Part[],
  reference: PartReference,
): { part: Part; options: unknown } {
  const part = chooseByName(kind, parts, partName(reference));
  return { part, options: validate(part.options, partOptions(reference), `the ${kind} "${part.name}"`) };
}
