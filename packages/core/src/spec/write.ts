import { stringify } from 'yaml';

import type { Spec, SpecDeclaration } from './schema.js';

/** A spec as the text of a YAML file; `readSpec` gives it back. */
export function writeSpec(spec: Spec | SpecDeclaration): string {
  return stringify(spec, { lineWidth: 100, collectionStyle: 'any' });
}
