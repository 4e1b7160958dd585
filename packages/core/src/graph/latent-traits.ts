import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';

import { hasKlDivergence } from '@helmholtz/distributions';
import type { KlKind } from './log-densities.js';
import type { LatentDivergence, LatentVariable } from './variables.js';

/** What the distributions of a latent can give, known before anything is computed. */
export interface LatentTraits {
  readonly name: string;
  /** The names of the two families, as errors call them. */
  readonly families: readonly [posterior: string, prior: string];
  /** The kinds of KL divergence that there are. */
  readonly kl: readonly KlKind[];
  /** Whether the posterior's log-density is known at its draw alone. */
  readonly atDraw: boolean;
  /** Whether the posterior has a mean. */
  readonly posteriorMean: boolean;
  /** Whether the prior has a mean and a variance. */
  readonly priorMoments: boolean;
}

/**
 * Returns what the distributions of a latent can give; undefined for a latent without distributions.
 *
 * What a graph says by itself, as of a flow, needs no tensors: a graph that is only drawn has none.
 *
 * @example
 * ```ts
 * import { latentTraits } from '@helmholtz/core';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [4] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const [z] = model.latents;
 * console.log(z && latentTraits(z)?.kl); // [ 'analytic', 'monteCarlo' ]
 * ```
 */
export function latentTraits({ name, value, divergence }: LatentVariable): LatentTraits | undefined {
  if (!divergence) return undefined;
  const { layer } = divergence;
  if (!layer.atDraw) return probed(name, value !== undefined, divergence);
  return {
    name,
    families: [layer.posteriorName ?? 'posterior', layer.priorName],
    kl: value === undefined ? [] : ['monteCarlo'],
    atDraw: true,
    posteriorMean: false,
    get priorMoments() {
      return probed(name, true, divergence).priorMoments;
    },
  };
}

/** The families are asked, not the numbers: parameters of any value will do. */
function probed(name: string, named: boolean, divergence: LatentDivergence): LatentTraits {
  const { layer, posteriorParameters, priorParameters } = divergence;
  const { inputTensors } = layer.inboundNodes[0]!;
  const read = (): LatentTraits => {
    const tensors = inputTensors.map(({ shape }): Tensor => zeros(shape.map((length) => length ?? 1)));
    const posterior = layer.posterior(tensors.slice(0, posteriorParameters.length));
    const prior = layer.prior(tensors.slice(tensors.length - priorParameters.length));
    const estimated = named && posterior.hasLogProb && prior.hasLogProb;
    return {
      name,
      families: [posterior.family, prior.family],
      kl: [
        ...(hasKlDivergence(posterior, prior) ? (['analytic'] as const) : []),
        ...(estimated ? (['monteCarlo'] as const) : []),
      ],
      atDraw: false,
      posteriorMean: posterior.mean !== undefined,
      priorMoments: prior.mean !== undefined && prior.variance !== undefined,
    };
  };
  return tidy(read as () => never);
}
