import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest, itemAt } from '@helmholtz/base';
import type { Distribution } from './distribution.js';
import type { DistributionFamily, PriorConfig } from './family.js';
import { flowFamily } from './flows/flow-family.js';
import { families as ownFamilies } from './parts.js';
import { isWithin } from './support.js';

const families = new Map<string, DistributionFamily>(ownFamilies.map((family) => [family.name, family]));

/** A family by its name; that of a flow is its own declaration. */
function familyOf(name: string): DistributionFamily | undefined {
  const family = families.get(name) ?? flowFamily(name);
  if (family) families.set(name, family);
  return family;
}

/**
 * Registers a family, so that specs, layers and saved models can name it.
 *
 * @example
 * ```ts
 * import {
 *   Poisson,
 *   distributionFamily,
 *   parametersOf,
 *   registerDistribution,
 * } from '@helmholtz/distributions';
 *
 * registerDistribution(
 *   distributionFamily({
 *     name: 'counts',
 *     description: 'of counts',
 *     tensors: { parameters: ['logRate'], distribution: ({ logRate }) => new Poisson(logRate) },
 *   }),
 * );
 * console.log(parametersOf('counts')); // [ 'logRate' ]
 * ```
 */
export function registerDistribution(family: DistributionFamily): void {
  families.set(family.name, family);
}

/**
 * Lists the families that a spec can name as a prior.
 *
 * @example
 * ```ts
 * import { priorFamilies } from '@helmholtz/distributions';
 *
 * console.log(priorFamilies().some(({ name }) => name === 'standardNormal')); // true
 * ```
 */
export function priorFamilies(): readonly DistributionFamily[] {
  return [...families.values()].filter(({ constants }) => constants);
}

/**
 * Checks that draws from a posterior have a density under the prior. Otherwise their KL divergence
 * is not defined.
 *
 * @throws HelmholtzError (`usage`) that names the priors that fit.
 *
 * @example
 * ```ts
 * import { checkPrior } from '@helmholtz/distributions';
 *
 * checkPrior('z', 'normal', 'laplace'); // does not throw: both are over real numbers
 * ```
 */
export function checkPrior(latent: string, posterior: string, prior: string): void {
  const fits = (family: DistributionFamily | undefined): boolean => {
    const [drawn, given] = [familyOf(posterior)?.support, family?.support];
    return !drawn || !given || isWithin(drawn, given);
  };
  if (fits(familyOf(prior))) return;
  const described = (name: string): string => `"${name}", of ${familyOf(name)!.support!.description}`;
  // The family of the posterior comes first.
  const fitting = priorFamilies()
    .filter((family) => family.support && fits(family))
    .toSorted((a, b) => Number(b.name === posterior) - Number(a.name === posterior));
  throw new HelmholtzError(
    'usage',
    `The latent "${latent}" is drawn from ${described(posterior)}, but its prior is ${described(prior)}.`,
    {
      hint: `A draw must have a density under the prior, and discrete latents need a discrete prior. Priors that fit: ${fitting.map(({ name }) => name).join(', ')}.`,
    },
  );
}

/**
 * Returns the distribution of a constant prior.
 *
 * @throws HelmholtzError (`usage`) for an unknown family or constant.
 *
 * @example
 * ```ts
 * import { priorDistribution, varianceOf } from '@helmholtz/distributions';
 *
 * const prior = priorDistribution({ name: 'normal', scale: 2 });
 * console.log(varianceOf(prior).dataSync()[0]); // 4
 * ```
 */
export function priorDistribution(config: PriorConfig): Distribution {
  return withForm('prior', 'constants', config.name).constants.distribution(priorConstants(config));
}

/**
 * Returns the constants of a prior by name, with defaults filled in.
 *
 * @throws HelmholtzError (`usage`) for an unknown family or constant.
 *
 * @example
 * ```ts
 * import { priorConstants } from '@helmholtz/distributions';
 *
 * console.log(priorConstants({ name: 'normal', scale: 2 })); // { loc: 0, scale: 2 }
 * ```
 */
export function priorConstants(config: PriorConfig): Readonly<Record<string, number>> {
  const { name, constants } = withForm('prior', 'constants', config.name);
  const parameters = Object.entries(config).filter(([key]) => key !== 'name');
  for (const [key, value] of parameters) {
    if (Object.hasOwn(constants.parameters, key) && Number.isFinite(value)) continue;
    throw new HelmholtzError('usage', `The prior "${name}" has ${key}: ${String(value)}.`, {
      hint: `Expected finite numbers for: ${Object.keys(constants.parameters).join(', ') || 'nothing'}.`,
    });
  }
  return { ...constants.parameters, ...(Object.fromEntries(parameters) as Record<string, number>) };
}

/**
 * Returns the names of the tensor parameters of a family, in the order of the inputs of a KL layer.
 *
 * @throws HelmholtzError (`usage`) for an unknown family.
 *
 * @example
 * ```ts
 * import { parametersOf } from '@helmholtz/distributions';
 *
 * console.log(parametersOf('normal')); // [ 'loc', 'logVariance' ]
 * ```
 */
export function parametersOf(family: string): readonly string[] {
  return withForm('distribution', 'tensors', family).tensors.parameters;
}

/**
 * Returns the distribution of a family with tensors [batch, ...shape] as parameters, in order.
 *
 * @throws HelmholtzError (`usage`) for an unknown family.
 *
 * @example
 * ```ts
 * import { familyDistribution, meanOf } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const normal = familyDistribution('normal', [tensor([[3]]), tensor([[0]])]);
 * console.log(meanOf(normal).dataSync()[0]); // 3
 * ```
 */
export function familyDistribution(family: string, tensors: readonly Tensor[]): Distribution {
  const form = withForm('distribution', 'tensors', family).tensors;
  return form.distribution(
    Object.fromEntries(form.parameters.map((name, index) => [name, itemAt(tensors, index)])),
  );
}

/**
 * Returns parameters by name in the order of their family.
 *
 * @param what their owner, for the error: `the posterior of "z"`.
 * @throws HelmholtzError (`graph`) for a missing or unknown parameter.
 *
 * @example
 * ```ts
 * import { orderedParameters } from '@helmholtz/distributions';
 *
 * const parameters = { logVariance: 0, loc: 3 };
 * console.log(orderedParameters('the posterior of "z"', 'normal', parameters)); // [ 3, 0 ]
 * ```
 */
export function orderedParameters<Value>(
  what: string,
  family: string,
  given: Readonly<Record<string, Value>>,
): Value[] {
  const expected = parametersOf(family);
  const unknown = Object.keys(given).find((name) => !expected.includes(name));
  const missing = expected.find((name) => !Object.hasOwn(given, name));
  if (unknown === undefined && missing === undefined) return expected.map((name) => given[name]!);
  const fault = unknown === undefined ? `lacks "${missing!}"` : `has an unknown "${unknown}"`;
  throw new HelmholtzError('graph', `The parameters of ${what} are wrong: it ${fault}.`, {
    hint: `The distribution "${family}" has the parameters ${expected.join(', ')}.`,
  });
}

function withForm<Form extends 'constants' | 'tensors'>(
  kind: string,
  form: Form,
  name: string,
): DistributionFamily & Required<Pick<DistributionFamily, Form>> {
  const family = familyOf(name);
  if (family?.[form]) return family as DistributionFamily & Required<Pick<DistributionFamily, Form>>;
  throw new HelmholtzError('usage', `There is no ${kind} named "${name}".`, {
    hint: nearest(
      name,
      [...families.values()].filter((known) => known[form]).map((known) => known.name),
    ),
  });
}
