import { itemAt } from '@helmholtz/base';
import type { Prior, PriorAfterDraw, SymbolicDistribution } from '@helmholtz/core';
import { orderedParameters } from '@helmholtz/distributions';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { klDivergenceLayer } from './kl-divergence-layer.js';

/**
 * Adds the KL divergence of a latent's posterior from its prior to the graph.
 *
 * @param variable name of the latent.
 * @param global whether all examples share the latent. False by default.
 * @param prior a prior that depends on the draw receives the posterior, and adds no divergence yet.
 * @returns the posterior's parameters, to compute the latent's value from.
 * @throws HelmholtzError (`graph`) if the parameters do not fit their family.
 *
 * @example
 * ```ts
 * import { constantPrior } from '@helmholtz/core';
 * import { withDivergence } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const parameters = { loc: input({ shape: [2] }), logVariance: input({ shape: [2] }) };
 * const posterior = { family: 'normal', parameters };
 * const prior = constantPrior('standardNormal');
 * const { loc } = withDivergence({ variable: 'z', posterior, prior });
 * console.log(loc.sourceLayer.name, loc.shape); // z_kl [ null, 2 ]
 * ```
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
 * Adds the KL divergence of a latent after its draw, for a prior that depends on that draw. An
 * example is p(z1 | z2), where z2 is inferred from z1.
 *
 * @returns the value. Later layers must use it in place of `value`.
 * @throws HelmholtzError (`graph`) if the parameters do not fit their family.
 *
 * @example
 * ```ts
 * import { conditionalPrior } from '@helmholtz/core';
 * import { normalParameters, withDivergenceAfter } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [h, z1, z2] = [input({ shape: [8] }), input({ shape: [2] }), input({ shape: [1] })];
 * const normal = (features: typeof h, name: string) => ({
 *   family: 'normal',
 *   parameters: normalParameters(features, { name, size: 2, scale: 1 }),
 * });
 * const [posterior, prior] = [normal(h, 'z1'), conditionalPrior(normal(z2, 'z1_prior'))];
 * const value = withDivergenceAfter({ variable: 'z1', posterior, prior, value: z1 });
 * console.log(value.sourceLayer.name, value.shape); // z1_kl [ null, 2 ]
 * ```
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
  return itemAt(applyDivergence(variable, posterior, [value], prior).passedOn, -1);
}

/**
 * Adds the KL divergence of a posterior that computes its density only at its draw, such as a
 * normalizing flow. The divergence is an estimate: log q(z | x) - log p(z).
 *
 * @param family name of the posterior in diagrams and errors. It need not be registered.
 * @param logProb log q(z | x) at the value, [batch, 1] or [batch], in nats.
 * @param elsewhere the posterior as a registered family, if its density is known at other values,
 *   too. Gradients along the path need it.
 * @returns the value. Later layers must use it in place of `value`.
 *
 * @example
 * ```ts
 * import { constantPrior } from '@helmholtz/core';
 * import { withDivergenceAtDraw } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [z, logProb] = [input({ shape: [2] }), input({ shape: [1] })];
 * const prior = constantPrior('standardNormal');
 * const latent = { variable: 'z', family: 'planar', value: z, logProb, prior };
 * console.log(withDivergenceAtDraw(latent).shape); // [ null, 2 ]
 * ```
 */
export function withDivergenceAtDraw({
  variable,
  family,
  value,
  logProb,
  prior,
  elsewhere,
}: {
  readonly variable: string;
  readonly family: string;
  readonly value: SymbolicTensor;
  readonly logProb: SymbolicTensor;
  readonly prior: Prior;
  readonly elsewhere?: SymbolicDistribution | undefined;
}): SymbolicTensor {
  const parameters = { ...elsewhere?.parameters, logProb };
  const posterior = { family: elsewhere?.family ?? family, parameters, value, atDraw: true } as const;
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
  const { family, atDraw } = posterior;
  const { logProb, ...ofFamily } = posterior.parameters;
  const parameterized = atDraw && Object.keys(ofFamily).length > 0;
  const familyParameters = atDraw ? ofFamily : posterior.parameters;
  const ordered = (): SymbolicTensor[] =>
    orderedParameters(`the posterior of "${variable}"`, family, familyParameters);
  const ofPosterior = [...(atDraw ? [logProb!] : []), ...(atDraw && !parameterized ? [] : ordered())];
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
    parameterized,
  });
  const compared = [...ofPosterior, ...values, ...ofPrior];
  const passedOn = [
    layer.apply(compared.length === 1 ? itemAt(compared, 0) : compared),
  ].flat() as SymbolicTensor[];
  return { ofPosterior, passedOn };
}

/**
 * Returns the configuration of a prior for the KL layer, and its parameters if it is conditional.
 */
function statedBy(prior: StatedPrior, posterior: SymbolicDistribution, variable: string) {
  if (prior.kind === 'constant') {
    return { conditional: false as const, config: { name: prior.family, ...prior.constants } };
  }
  const { family, parameters } =
    prior.kind === 'derived' ? prior.build(posterior, variable) : prior.distribution;
  return { conditional: true as const, config: { name: family }, parameters };
}
