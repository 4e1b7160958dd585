import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, nearest } from '@helmholtz/base';
import type { Distribution } from './distribution.js';
import type { DistributionFamily, PriorConfig } from './family.js';
import { flowFamily } from './flows/flow-family.js';
import { families as ownFamilies } from './parts.js';
import { isWithin } from './support.js';

const families = new Map<string, DistributionFamily>(ownFamilies.map((family) => [family.name, family]));

/** A family by its name; that of a flow is its own declaration. */
function familyOf(name: string): DistributionFamily | undefined {
  const known = families.get(name) ?? flowFamily(name);
  if (known) families.set(name, known);
  return known;
}

/** Adds a family to those that specs, layers and models read from a file name. */
export function registerDistribution(family: DistributionFamily): void {
  families.set(family.name, family);
}

/** The families that a spec may state as a prior. */
export function priorFamilies(): readonly DistributionFamily[] {
  return [...families.values()].filter(({ constants }) => constants);
}

/**
 * Checks that what is drawn from a latent's posterior has a density by its prior: else there is no divergence of the two,
 * neither in closed form nor as an estimate.
 *
 * @throws HelmholtzError (`usage`) that names the priors that fit.
 */
export function checkPrior(latent: string, posterior: string, prior: string): void {
  const fits = (family: DistributionFamily | undefined): boolean => {
    const [drawn, given] = [familyOf(posterior)?.support, family?.support];
    return !drawn || !given || isWithin(drawn, given);
  };
  if (fits(familyOf(prior))) return;
  const of = (name: string): string => `"${name}", of ${familyOf(name)!.support!.description}`;
  // First the one that is the posterior's own.
  const fitting = priorFamilies()
    .filter((family) => family.support && fits(family))
    .toSorted((a, b) => Number(b.name === posterior) - Number(a.name === posterior));
  throw new HelmholtzError(
    'usage',
    `The latent "${latent}" is drawn from ${of(posterior)}, and its prior is ${of(prior)}.`,
    {
      hint: `What is drawn must have a density by the prior. Priors that fit: ${fitting.map(({ name }) => name).join(', ')}.`,
    },
  );
}

/** The distribution that a prior's configuration stands for. */
export function priorDistribution(config: PriorConfig): Distribution {
  return withForm('prior', 'constants', config.name).constants.distribution(priorConstants(config));
}

/** The constants of a prior by name, those left to their defaults among them. */
export function priorConstants(config: PriorConfig): Readonly<Record<string, number>> {
  const { name, constants } = withForm('prior', 'constants', config.name);
  const given = Object.entries(config).filter(([key]) => key !== 'name');
  for (const [key, value] of given) {
    if (Object.hasOwn(constants.parameters, key) && Number.isFinite(value)) continue;
    throw new HelmholtzError('usage', `The prior "${name}" was given ${key}: ${String(value)}.`, {
      hint: `It takes numbers named ${Object.keys(constants.parameters).join(', ') || 'nothing'}.`,
    });
  }
  return { ...constants.parameters, ...(Object.fromEntries(given) as Record<string, number>) };
}

/** The names of the tensors by which a graph states a family, in the order in which a KL layer is called on them. */
export function parametersOf(family: string): readonly string[] {
  return withForm('distribution', 'tensors', family).tensors.parameters;
}

/** The distribution of a family with tensors [batch, ...shape] for its parameters, in their order. */
export function familyDistribution(family: string, tensors: readonly Tensor[]): Distribution {
  const form = withForm('distribution', 'tensors', family).tensors;
  return form.distribution(Object.fromEntries(form.parameters.map((name, index) => [name, tensors[index]!])));
}

/**
 * Parameters by name, put in the order of their family.
 *
 * @param what states them, as an error calls it: `the posterior of "z"`.
 * @throws HelmholtzError (`graph`) where one is missing, or is none of the family's.
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
  const wrong = unknown === undefined ? `was not given "${missing!}"` : `was given "${unknown}"`;
  throw new HelmholtzError('graph', `A parameter of ${what} is wrong: it ${wrong}.`, {
    hint: `The distribution "${family}" takes ${expected.join(', ')}.`,
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
