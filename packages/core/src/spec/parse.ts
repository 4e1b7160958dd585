import type { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { explain } from './explain.js';
import { type Spec, specSchema } from './schema.js';
import { parseYaml } from './yaml.js';

/**
 * Checks a declaration and fills in its defaults.
 *
 * @param source what the message calls it: a file's name, or "the spec".
 * @throws HelmholtzError (`usage`) that names the path, what was given and what was expected.
 */
export function parseSpec(declaration: unknown, source = 'the spec'): Spec {
  return validate(specSchema, declaration, source);
}

/** Reads a spec from the text of a YAML or JSON file; JSON is YAML. */
export function readSpec(text: string, source: string): Spec {
  return parseSpec(readDeclaration(text, source), source);
}

/**
 * The plain data of a YAML or JSON text, not yet checked to be a spec.
 *
 * @throws HelmholtzError (`usage`) where it is neither, or may not be trusted: see `parseYaml`.
 */
export function readDeclaration(text: string, source: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    throw new HelmholtzError(
      'usage',
      `${source} can't be read as YAML or JSON: ${(cause as Error).message}.`,
      {
        hint: 'Check the indentation and the quotes near that place; a spec is plain data, without tags.',
        cause,
      },
    );
  }
}

/** Checks any value against a schema, with the messages of `parseSpec`. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message, hint } = explain(result.error.issues, schema, value);
  throw new HelmholtzError('usage', `${source}${path ? ` at ${path}` : ''}: ${message}.`, {
    hint: hint ?? 'See docs/reference/spec.md for what a spec may say.',
  });
}
