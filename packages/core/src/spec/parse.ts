import type { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { explain } from './explain.js';
import { withMaskValue } from './mask-value.js';
import { type Spec, specSchema } from './schema.js';
import { parseYaml } from './yaml.js';

/**
 * Checks a spec and fills in its defaults.
 *
 * @param source name for error messages, such as a file's name; "the spec" by default.
 * @throws HelmholtzError (`usage`) with the path, the given value and the expected value.
 *
 * @example
 * ```ts
 * import { parseSpec } from '@helmholtz/core/spec';
 *
 * const spec = parseSpec({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   optimizer: { name: 'adam', learningRate: 0.001 },
 * });
 * console.log(spec.likelihood, spec.training.batchSize); // bernoulli 100
 * ```
 */
export function parseSpec(declaration: unknown, source = 'the spec'): Spec {
  return withMaskValue(validate(specSchema, declaration, source));
}

/**
 * Parses a spec from the text of a YAML or JSON file. JSON is a subset of YAML.
 *
 * @throws HelmholtzError (`usage`) if the text is not YAML, or the spec is invalid.
 *
 * @example
 * ```ts
 * import { readSpec } from '@helmholtz/core/spec';
 *
 * const yaml = 'recipe: vae\nobserved: { shape: [4] }\nlatents: [{ name: z, size: 2 }]\nseed: 7\n';
 * console.log(readSpec(yaml, 'my.yaml').seed); // 7
 * try {
 *   readSpec(yaml.replace('size: 2', 'size: two'), 'my.yaml');
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // my.yaml at latents.0.size: "two" was given, a number was expected.
 * }
 * ```
 */
export function readSpec(text: string, source: string): Spec {
  return parseSpec(readDeclaration(text, source), source);
}

/**
 * Parses the text of a YAML or JSON file as plain data. The data may not be a valid spec.
 *
 * @throws HelmholtzError (`usage`) if the text is neither, or exceeds the limits of `parseYaml`.
 *
 * @example
 * ```ts
 * import { readDeclaration } from '@helmholtz/core/spec';
 *
 * console.log(readDeclaration('recipe: vae\nlatents: [{ name: z, size: 2 }]', 'my.yaml'));
 * // { recipe: 'vae', latents: [ { name: 'z', size: 2 } ] }
 * ```
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

/**
 * Checks a value against a schema and returns it with defaults. Errors read as those of
 * `parseSpec`.
 *
 * @param source name for error messages, such as a file's name.
 * @throws HelmholtzError (`usage`) with the path, the given value and the expected value.
 *
 * @example
 * ```ts
 * import { validate } from '@helmholtz/core/spec';
 * import { z } from 'zod';
 *
 * const options = z.strictObject({ depth: z.int().min(1).default(2) });
 * console.log(validate(options, {}, 'my options')); // { depth: 2 }
 * ```
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message, hint } = explain(result.error.issues, schema, value);
  throw new HelmholtzError('usage', `${source}${path ? ` at ${path}` : ''}: ${message}.`, {
    hint: hint ?? 'See docs/reference/spec.md for all keys of a spec.',
  });
}
