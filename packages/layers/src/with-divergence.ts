import type { LatentConfig, PriorOfPosterior, SymbolicDistribution } from '@helmholtz/core';
import { orderedParameters, type PriorConfig } from '@helmholtz/distributions';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { klDivergenceLayer } from './kl-divergence.js';

/**
 * Puts the KL divergence of a latent's posterior from its prior into the graph.
 *
 * @param variable the latent variable's name.
 * @param global whether all examples share the latent, and its divergence.
 * @param prior where it is stated after the draw, it is told the posterior, and the divergence is left to it.
 * @returns the posterior's parameters, passed on by the divergence: what the latent's value is made of.
 * @throws HelmholtzError (`graph`) for parameters that do not go with their family.
 */
export function withDivergence<Posterior extends SymbolicDistribution>({
  variable,
  posterior,
  prior,
  global,
}: {
  readonly variable: string;
  readonly posterior: Posterior;
  readonly prior: LatentConfig['prior'];
  readonly global?: boolean | undefined;
}): Posterior['parameters'] {
  if (typeof prior === 'function') {
    prior(posterior);
    return posterior.parameters;
  }
  const { ofPosterior, passedOn } = applyDivergence(variable, posterior, [], prior, global);
  const names = Object.keys(posterior.parameters);
  return Object.fromEntries(
    names.map((name) => [name, passedOn[ofPosterior.indexOf(posterior.parameters[name]!)]!]),
  );
}

/**
 * Puts the KL divergence of a latent into the graph after its value was drawn, since its prior depends on that draw: as
 * p(z1 given z2) does where z2 is recognised from z1.
 *
 * @returns the value, passed on by the divergence: what depends on the latent takes it from there.
 * @throws HelmholtzError (`graph`) for parameters that do not go with their family.
 */
export function withDivergenceAfter({
  variable,
  posterior,
  prior,
  value,
}: {
  readonly variable: string;
  readonly posterior: SymbolicDistribution;
  readonly prior: StatedPrior;
  readonly value: SymbolicTensor;
}): SymbolicTensor {
  return applyDivergence(variable, posterior, [value], prior).passedOn.at(-1)!;
}

/**
 * Puts the KL divergence of a posterior that is known at its draw alone into the graph: of a normalizing flow, whose layers
 * compute a value and its log-density together. The divergence is an estimate, log q(z) - log p(z).
 *
 * @param family what diagrams and errors call the posterior. It need not be a registered family.
 * @param logProb log q(z given x) at the value, [batch, 1] or [batch], in nats.
 * @returns the value, passed on by the divergence: what depends on the latent takes it from there.
 *
 * @example
 * ```ts
 * import { withDivergenceAtDraw } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [z, logProb] = [input({ shape: [2] }), input({ shape: [1] })];
 * const prior = { name: 'standardNormal' };
 * const value = withDivergenceAtDraw({ variable: 'z', family: 'planar', value: z, logProb, prior });
 * console.log(value.shape); // [ null, 2 ]
 * ```
 */
export function withDivergenceAtDraw({
  variable,
  family,
  value,
  logProb,
  prior,
}: {
  readonly variable: string;
  readonly family: string;
  readonly value: SymbolicTensor;
  readonly logProb: SymbolicTensor;
  readonly prior: LatentConfig['prior'];
}): SymbolicTensor {
  const posterior: SymbolicDistribution = { family, parameters: { logProb }, atDraw: true };
  if (typeof prior !== 'function') return withDivergenceAfter({ variable, posterior, prior, value });
  prior(posterior);
  return value;
}

type StatedPrior = Exclude<LatentConfig['prior'], (posterior: SymbolicDistribution) => void>;

function applyDivergence(
  variable: string,
  posterior: SymbolicDistribution,
  values: readonly SymbolicTensor[],
  given: StatedPrior,
  global?: boolean,
): { readonly ofPosterior: readonly SymbolicTensor[]; readonly passedOn: readonly SymbolicTensor[] } {
  const prior = isOfPosterior(given) ? given.of(posterior, variable) : given;
  const { family, parameters, atDraw } = posterior;
  const ofPosterior = atDraw
    ? Object.values(parameters)
    : orderedParameters(`the posterior of "${variable}"`, family, parameters);
  const ofPrior = isSymbolic(prior)
    ? orderedParameters(`the prior of "${variable}"`, prior.family, prior.parameters)
    : [];
  const layer = klDivergenceLayer({ variable, posterior: family, prior, global, atDraw });
  const compared = [...ofPosterior, ...values, ...ofPrior];
  const passedOn = [layer.apply(compared.length === 1 ? compared[0]! : compared)].flat() as SymbolicTensor[];
  return { ofPosterior, passedOn };
}

function isOfPosterior(prior: StatedPrior): prior is PriorOfPosterior {
  return typeof (prior as Partial<PriorOfPosterior>).of === 'function';
}

function isSymbolic(prior: PriorConfig | SymbolicDistribution): prior is SymbolicDistribution {
  return Object.hasOwn(prior, 'parameters') && typeof prior.parameters === 'object';
}
