import { stringify } from 'yaml';

import type { Spec, SpecDeclaration } from './schema.js';

/**
 * Returns a spec as the text of a YAML file. `readSpec` parses it again.
 *
 * @example
 * ```ts
 * import { writeSpec } from '@helmholtz/core/spec';
 *
 * const spec = { recipe: 'vae', observed: { shape: [4] }, latents: [{ name: 'z', size: 2 }] };
 * console.log(writeSpec(spec).split('\n')[0]); // recipe: vae
 * ```
 */
export function writeSpec(spec: Spec | SpecDeclaration): string {
  return stringify(spec, { lineWidth: 100, collectionStyle: 'any' });
}
