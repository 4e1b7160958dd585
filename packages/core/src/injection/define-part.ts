import type { z } from 'zod';

import type {
  ConditionalPriorPart,
  LikelihoodPart,
  ObjectivePart,
  PosteriorPart,
  PriorPart,
} from './parts.js';

// Each function returns its argument and keeps the literal types of name and options. The types of
// specs are derived from them.

/**
 * Returns a likelihood that specs choose by name.
 *
 * @example
 * ```ts
 * import { likelihoodPart } from '@helmholtz/core';
 * import { normalLikelihood } from '@helmholtz/layers';
 * import { z } from 'zod';
 *
 * const wide = likelihoodPart({
 *   name: 'wide',
 *   description: 'normal distribution with a fixed scale',
 *   options: z.strictObject({ factor: z.number().default(3) }),
 *   parameterShape: (eventShape) => eventShape,
 *   head: (config, { factor }) => normalLikelihood({ ...config, scale: factor }),
 * });
 * console.log(wide.options.parse({})); // { factor: 3 }
 * ```
 */
export function likelihoodPart<const Name extends string, Options extends z.ZodType>(
  part: LikelihoodPart<Name, Options>,
): LikelihoodPart<Name, Options> {
  return part;
}

/**
 * Returns a posterior that specs choose by name.
 *
 * @example
 * ```ts
 * import { posteriorPart } from '@helmholtz/core';
 * import { normalPosterior } from '@helmholtz/layers';
 * import { z } from 'zod';
 *
 * const narrow = posteriorPart({
 *   name: 'narrow',
 *   description: 'normal distribution with scale 0.1',
 *   options: z.strictObject({}),
 *   noise: 'standardNormal',
 *   sample: (features, latent) => normalPosterior.sample(features, latent, { scale: 0.1 }),
 * });
 * console.log(narrow.name); // narrow
 * ```
 */
export function posteriorPart<const Name extends string, Options extends z.ZodType>(
  part: PosteriorPart<Name, Options>,
): PosteriorPart<Name, Options> {
  return part;
}

/**
 * Returns a prior that a graph computes from the posterior, and that specs choose by name.
 *
 * @example
 * ```ts
 * import { priorPart } from '@helmholtz/core';
 * import { z } from 'zod';
 *
 * const same = priorPart({
 *   name: 'same',
 *   description: 'the posterior itself, so that the KL divergence is zero',
 *   options: z.strictObject({}),
 *   build: (posterior) => posterior,
 * });
 * console.log(same.name); // same
 * ```
 */
export function priorPart<const Name extends string, Options extends z.ZodType>(
  part: PriorPart<Name, Options>,
): PriorPart<Name, Options> {
  return part;
}

/**
 * Returns a conditional prior, computed from other latents, that specs choose by name.
 *
 * @example
 * ```ts
 * import { conditionalPriorPart } from '@helmholtz/core';
 * import { normalParameters } from '@helmholtz/layers';
 * import { z } from 'zod';
 *
 * const unit = conditionalPriorPart({
 *   name: 'unitNormal',
 *   description: 'normal distribution with scale 1 and a mean computed from other latents',
 *   options: z.strictObject({}),
 *   build: (features, latent) => ({
 *     family: 'normal',
 *     parameters: normalParameters(features, { ...latent, scale: 1 }),
 *   }),
 * });
 * console.log(unit.name); // unitNormal
 * ```
 */
export function conditionalPriorPart<const Name extends string, Options extends z.ZodType>(
  part: ConditionalPriorPart<Name, Options>,
): ConditionalPriorPart<Name, Options> {
  return part;
}

/**
 * Returns an objective that specs choose by name.
 *
 * @example
 * ```ts
 * import { elbo, objectivePart } from '@helmholtz/core';
 * import { z } from 'zod';
 *
 * const heavy = objectivePart({
 *   name: 'heavy',
 *   description: 'ELBO with the KL divergence weighted by 4',
 *   options: z.strictObject({}),
 *   create: () => elbo({ beta: 4 }),
 * });
 * console.log(heavy.create({}).name); // elbo
 * ```
 */
export function objectivePart<
  const Name extends string,
  Options extends z.ZodType,
  const Network extends string = never,
>(part: ObjectivePart<Name, Options, Network>): ObjectivePart<Name, Options, Network> {
  return part;
}
