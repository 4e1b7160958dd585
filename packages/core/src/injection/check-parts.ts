import { HelmholtzError } from '@helmholtz/base';

import type { Parts } from './parts-of-package.js';

interface Requirement {
  /** Kind of part for error messages, such as `posterior`. */
  readonly kind: string;
  /** Whether the part has a schema of options. */
  readonly options: boolean;
  /** Functions of the part with their parameters, such as `head(config, options)`. */
  readonly functions: readonly string[];
}

const requirements: { readonly [List in keyof Parts]?: Requirement } = {
  recipes: { kind: 'recipe', options: false, functions: ['build(spec, parts, options)'] },
  likelihoods: {
    kind: 'likelihood',
    options: true,
    functions: ['parameterShape(eventShape, options)', 'head(config, options)'],
  },
  posteriors: { kind: 'posterior', options: true, functions: ['sample(features, latent, options)'] },
  priors: { kind: 'prior', options: true, functions: ['build(posterior, variable, options)'] },
  conditionalPriors: {
    kind: 'conditional prior',
    options: true,
    functions: ['build(features, latent, options)'],
  },
  objectives: { kind: 'objective', options: true, functions: ['create(options)'] },
  flowSteps: {
    kind: 'flow step',
    options: true,
    functions: ['parameters(size, options)', 'bijector(parameters, options, size)'],
  },
  noise: { kind: 'noise source', options: false, functions: ['fill(out, random)'] },
};

/**
 * Checks that each part has the members that its kind requires. No compiler checked the parts of a
 * JavaScript plugin.
 *
 * @param source name of the plugin for the error message, such as its file.
 * @throws HelmholtzError (`usage`) that names the part and the missing member.
 *
 * @example
 * ```ts
 * import { type Parts, checkParts } from '@helmholtz/core';
 *
 * const narrow = { name: 'narrow', description: 'mine', sample: () => undefined };
 * const plugin = { posteriors: [narrow] };
 * try {
 *   checkParts(plugin as unknown as Parts);
 * } catch (error) {
 *   console.log((error as Error).message); // The posterior "narrow" has no options.
 * }
 * ```
 */
export function checkParts(parts: Parts, source?: string): void {
  for (const [list, requirement] of Object.entries(requirements)) {
    for (const part of parts[list as keyof Parts] ?? []) {
      checkPart(part as unknown as Readonly<Record<string, unknown>>, requirement, source);
    }
  }
}

function checkPart(
  part: Readonly<Record<string, unknown>>,
  { kind, options, functions }: Requirement,
  source: string | undefined,
): void {
  const lacks = (what: string, hint: string): HelmholtzError => {
    const plugin = source === undefined ? '' : ` of the plugin ${source}`;
    return new HelmholtzError('usage', `The ${kind} "${String(part['name'])}"${plugin} has no ${what}.`, {
      hint,
    });
  };
  if (options && !isSchema(part['options'])) {
    throw lacks(
      'options',
      'Add the zod schema of its options. For a part without options: options: z.strictObject({}).',
    );
  }
  const missing = functions.find((signature) => typeof part[nameOf(signature)] !== 'function');
  if (missing !== undefined) {
    throw lacks(`function ${nameOf(missing)}`, `Each ${kind} requires: ${functions.join(', ')}.`);
  }
}

function nameOf(signature: string): string {
  return signature.slice(0, signature.indexOf('('));
}

function isSchema(value: unknown): boolean {
  return typeof (value as { safeParse?: unknown } | null | undefined)?.safeParse === 'function';
}
