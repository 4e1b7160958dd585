import { itemAt } from '@helmholtz/base';
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';

import {
  type Distribution,
  Quantized,
  type Support,
  hasKlDivergence,
  isDiscrete,
} from '@helmholtz/distributions';
import type { KlKind } from './kl-kind.js';
import { countStates } from './states.js';
import { supportProblem } from './support-problem.js';
import type { DeclaredKl, LatentDivergence, LatentVariable } from './variables.js';

/** Properties of a latent's distributions, known before anything is computed. */
export interface LatentTraits {
  readonly name: string;
  /** Names of the posterior's and the prior's family, for error messages. */
  readonly families: readonly [posterior: string, prior: string];
  /** Available kinds of KL divergence. */
  readonly kl: readonly KlKind[];
  /** Kinds that the posterior declares, if it declares any. */
  readonly declaredKl?: DeclaredKl | undefined;
  /** Whether the posterior's log-density is known only at its draw, as for a normalizing flow. */
  readonly atDraw: boolean;
  /** Whether the posterior has no density. */
  readonly implicit: boolean;
  /**
   * Whether the posterior's log-density is known at any value: gradients along the path need it.
   */
  readonly anyValue: boolean;
  /** Whether the posterior has a mean. */
  readonly posteriorMean: boolean;
  /** Whether the posterior has a variance. */
  readonly posteriorVariance: boolean;
  /** Whether the prior has a mean. */
  readonly priorMean: boolean;
  /** Whether the prior has a mean and a variance. */
  readonly priorMoments: boolean;
  /** Whether posterior and prior have log-densities. */
  readonly logProbs: Readonly<Record<'posterior' | 'prior', boolean>>;
  /** Whether the elements of the latent are independent under the posterior. */
  readonly independentElements: boolean;
  /**
   * Whether draws from the posterior are discrete, so that no gradient passes through them. False
   * for a distribution whose support does not say it.
   */
  readonly discrete: boolean;
  /** Number of states of a discrete latent whose states are known. */
  readonly states?: number | undefined;
  /** Whether posterior and prior are relaxations of discrete distributions. */
  readonly relaxed: boolean;
  /** Whether its codes are of a codebook that the objective must learn. */
  readonly codebook: boolean;
  /** Support of the prior. */
  readonly priorSupport: Support;
  /** Name of the noise source that becomes a draw from the prior. */
  readonly priorNoise: string;
  /** Names of the variables that determine the posterior and the prior. */
  readonly given: LatentDivergence['given'];
  /** Names of the data inputs that experts of the posterior read; empty without experts. */
  readonly modalities: readonly string[];
  /** Whether all examples share the latent. */
  readonly global: boolean;
  /** Why draws from the posterior have no density under the prior; undefined if they have. */
  readonly supportProblem?: string | undefined;
}

/** Properties that were computed: they depend on the families, not on weights. */
const known = new WeakMap<LatentVariable, LatentTraits>();

/**
 * Returns properties of a latent's distributions; undefined if it has none.
 *
 * @example
 * ```ts
 * import { latentTraits } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const [z] = buildModel(defaultSpec('vae', [4])).latents;
 * console.log(z && latentTraits(z)?.kl); // [ 'analytic', 'monteCarlo' ]
 * ```
 */
export function latentTraits(latent: LatentVariable): LatentTraits | undefined {
  const { divergence } = latent;
  if (!divergence) return undefined;
  const traits = known.get(latent) ?? traitsOf(latent, divergence);
  known.set(latent, traits);
  return traits;
}

/** Returns the prior of a latent with parameters of zeros; undefined for a latent without one. */
export function probedPrior({ divergence }: LatentVariable): Distribution | undefined {
  if (!divergence) return undefined;
  const { layer, priorParameters } = divergence;
  const { inputTensors } = itemAt(layer.inboundNodes, 0);
  const zerosOf = ({ shape }: { readonly shape: readonly (number | null)[] }): Tensor =>
    zeros(shape.map((length) => length ?? 1));
  const parameters = inputTensors.slice(inputTensors.length - priorParameters.length);
  return tidy((() => layer.prior(parameters.map(zerosOf))) as () => never);
}

function traitsOf(latent: LatentVariable, divergence: LatentDivergence): LatentTraits {
  const { layer } = divergence;
  const traits = probed(latent, divergence);
  if (!layer.atDraw) return traits;
  return {
    ...traits,
    families: [layer.posteriorName ?? 'posterior', layer.priorName],
    kl: traits.kl.filter((kind) => kind === 'monteCarlo'),
    atDraw: true,
    anyValue: layer.anyValue ?? false,
    posteriorMean: false,
    posteriorVariance: false,
    logProbs: { ...traits.logProbs, posterior: layer.anyValue ?? false },
    independentElements: false,
  };
}

/** Builds the distributions with zeros: their families do not depend on the values. */
function probed(
  { name, shape, value, declaredKl }: LatentVariable,
  divergence: LatentDivergence,
): LatentTraits {
  const { layer, posteriorParameters, priorParameters } = divergence;
  const { inputTensors } = itemAt(layer.inboundNodes, 0);
  const read = (): LatentTraits => {
    const tensors = inputTensors.map(({ shape }): Tensor => zeros(shape.map((length) => length ?? 1)));
    const posterior = layer.posterior(tensors.slice(0, posteriorParameters.length));
    const prior = layer.prior(tensors.slice(tensors.length - priorParameters.length));
    const density = layer.atDraw === true || posterior.hasLogProb;
    const estimated = value !== undefined && density && prior.hasLogProb;
    return {
      name,
      families: [posterior.family, prior.family],
      kl: supported(
        [
          ...(hasKlDivergence(posterior, prior) ? (['analytic'] as const) : []),
          ...(estimated ? (['monteCarlo'] as const) : []),
        ],
        declaredKl,
      ),
      declaredKl,
      atDraw: false,
      implicit: layer.implicit === true,
      anyValue: posterior.hasLogProb,
      posteriorMean: posterior.mean !== undefined,
      posteriorVariance: posterior.variance !== undefined,
      priorMean: prior.mean !== undefined,
      priorMoments: prior.mean !== undefined && prior.variance !== undefined,
      logProbs: { posterior: posterior.hasLogProb, prior: prior.hasLogProb },
      independentElements: posterior.eventRank === 0,
      discrete: isDiscrete(posterior),
      states: value === undefined ? undefined : countStates(posterior.family, shape),
      relaxed: value !== undefined && isRelaxation(posterior) && isRelaxation(prior),
      codebook: posterior instanceof Quantized && posterior.parts.codebook !== undefined,
      priorSupport: prior.support,
      priorNoise: prior.noise,
      given: divergence.given,
      modalities: divergence.modalities,
      global: layer.global !== undefined,
      supportProblem: supportProblem(posterior, prior, shape),
    };
  };
  return tidy(read as () => never);
}

function isRelaxation(distribution: Distribution): boolean {
  return distribution.discretized !== undefined;
}

function supported(kinds: readonly KlKind[], declared: DeclaredKl | undefined): readonly KlKind[] {
  return declared ? kinds.filter((kind) => declared.kinds.includes(kind)) : kinds;
}
