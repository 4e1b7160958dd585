import { stringify } from 'yaml';

import type { Spec, SpecInput } from './schema.js';

/** A spec as the text of a YAML file; `readSpec` gives it back. */
export function writeSpec(spec: Spec | SpecInput): string {
  return stringify(spec, { lineWidth: 100, collectionStyle: 'any' });
}
