import type { PartReference } from './part-reference.js';
import type { Spec } from './schema.js';

/** The posterior or the prior that a spec names for one latent. */
export type LatentReference = NonNullable<Spec['latents'][number]['posterior']>;

/** What the distribution of a latent is computed from. */
export interface LatentSource {
  readonly given?: readonly string[] | undefined;
  /** The name of a network. */
  readonly network?: string | undefined;
}

/**
 * What a latent's posterior or prior is computed from; nothing by default.
 *
 * @example
 * ```ts
 * import { sourceOf } from '@helmholtz/core/spec';
 *
 * console.log(sourceOf({ name: 'normal', given: ['z2'] }).given); // [ 'z2' ]
 * ```
 */
export function sourceOf(reference: LatentReference | undefined): LatentSource {
  return reference === undefined || typeof reference === 'string' ? {} : reference;
}

/**
 * The part that a latent's posterior or prior names, with its options but without what it is computed from.
 *
 * @example
 * ```ts
 * import { partOf } from '@helmholtz/core/spec';
 *
 * console.log(partOf({ name: 'normal', given: ['z2'], scale: 2 })); // { scale: 2, name: 'normal' }
 * ```
 */
export function partOf(reference: LatentReference | undefined): PartReference | undefined {
  if (reference === undefined || typeof reference === 'string') return reference;
  const { name, given: _given, network: _network, ...options } = reference;
  return name === undefined ? undefined : { ...options, name };
}
