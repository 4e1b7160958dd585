import type { Prior, PriorAfterDraw, SymbolicDistribution } from '@helmholtz/core';
import { orderedParameters } from '@helmholtz/distributions';
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
  readonly prior: Prior;
  readonly global?: boolean | undefined;
}): Posterior['parameters'] {
  if (prior.kind === 'afterDraw') {
    prior.receive(posterior);
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
 * import { constantPrior } from '@helmholtz/core';
 * import { withDivergenceAtDraw } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [z, logProb] = [input({ shape: [2] }), input({ shape: [1] })];
 * const prior = constantPrior('standardNormal');
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
  readonly prior: Prior;
}): SymbolicTensor {
  const posterior: SymbolicDistribution = { family, parameters: { logProb }, atDraw: true };
  if (prior.kind !== 'afterDraw') return withDivergenceAfter({ variable, posterior, prior, value });
  prior.receive(posterior);
  return value;
}

type StatedPrior = Exclude<Prior, PriorAfterDraw>;

function applyDivergence(
  variable: string,
  posterior: SymbolicDistribution,
  values: readonly SymbolicTensor[],
  given: StatedPrior,
  global?: boolean,
): { readonly ofPosterior: readonly SymbolicTensor[]; readonly passedOn: readonly SymbolicTensor[] } {
  const prior = statedBy(given, posterior, variable);
  const { family, parameters, atDraw } = posterior;
  const ofPosterior = atDraw
    ? Object.values(parameters)
    : orderedParameters(`the posterior of "${variable}"`, family, parameters);
  const ofPrior = prior.conditional
    ? orderedParameters(`the prior of "${variable}"`, prior.config.name, prior.parameters)
    : [];
  const layer = klDivergenceLayer({
    variable,
    posterior: family,
    prior: prior.config,
    conditional: prior.conditional,
    global,
    atDraw,
  });
  const compared = [...ofPosterior, ...values, ...ofPrior];
  const passedOn = [layer.apply(compared.length === 1 ? compared[0]! : compared)].flat() as SymbolicTensor[];
  return { ofPosterior, passedOn };
}

/** A prior as a KL layer takes it: its configuration, and its parameters where the graph computes them. */
function statedBy(prior: StatedPrior, posterior: SymbolicDistribution, variable: string) {
  if (prior.kind === 'constant') {
    return { conditional: false as const, config: { name: prior.family, ...prior.constants } };
  }
  const { family, parameters } =
    prior.kind === 'derived' ? prior.of(posterior, variable) : prior.distribution;
  return { conditional: true as const, config: { name: family }, parameters };
}
