import type { PartReference } from './part-reference.js';
import type { Spec } from './schema.js';

/** Posterior or prior that a spec names for one latent. */
export type LatentReference = NonNullable<Spec['latents'][number]['posterior']>;

/** Variables and network that a latent's distribution is computed from. */
export interface LatentSource {
  readonly given?: readonly string[] | undefined;
  /** Name of a network. */
  readonly network?: string | undefined;
  /** Experts that a posterior combines, in place of `given`. */
  readonly experts?: readonly (string | ExpertSource)[] | undefined;
}

/** Variables and network that an expert is computed from. */
export interface ExpertSource {
  readonly given: readonly string[];
  readonly network?: string | undefined;
}

/**
 * Returns the variables and the network that a latent's posterior or prior is computed from; empty
 * by default.
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
 * Returns the part that a latent's posterior or prior names, with its options, without `given`,
 * `network` and `experts`.
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
  const {
    name,
    given: _given,
    network: _network,
    experts: _experts,
    ...options
  } = reference as LatentSource & {
    readonly name?: string;
  };
  return name === undefined ? undefined : { ...options, name };
}
