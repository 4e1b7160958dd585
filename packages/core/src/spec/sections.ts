import { z } from 'zod';

import { validate } from './parse.js';
import { type Spec, type SpecDeclaration, specSchema } from './schema.js';

type Section = keyof Spec;

const optional = ['likelihood', 'posterior', 'prior', 'objective', 'optimizer', 'data', 'training'] as const;

/**
 * Returns the optional sections of a spec with their defaults.
 *
 * @example
 * ```ts
 * import { defaultSections } from '@helmholtz/core';
 *
 * const { objective, training } = defaultSections();
 * console.log(objective, training.batchSize); // elbo 100
 * ```
 */
export function defaultSections(): Pick<Spec, (typeof optional)[number]> {
  const { shape } = specSchema;
  return z.strictObject(pick(shape, optional)).parse({});
}

/**
 * Checks some sections of a spec and fills in their defaults.
 *
 * @throws HelmholtzError (`usage`) like `parseSpec`.
 *
 * @example
 * ```ts
 * import { parseSections } from '@helmholtz/core';
 *
 * const { data } = parseSections({ data: { dataset: 'mnist' } }, 'my file');
 * console.log(data); // { dataset: 'mnist', binarization: 'none', padding: 'none' }
 * ```
 */
export function parseSections<Name extends Section>(
  declaration: Pick<SpecDeclaration, Name>,
  source: string,
): Pick<Spec, Name> {
  const names = Object.keys(declaration) as Name[];
  return validate(z.strictObject(pick(specSchema.shape, names)), declaration, source) as Pick<Spec, Name>;
}

function pick<Shape extends object, Name extends keyof Shape>(
  shape: Shape,
  names: readonly Name[],
): Pick<Shape, Name> {
  return Object.fromEntries(names.map((name) => [name, shape[name]])) as Pick<Shape, Name>;
}
