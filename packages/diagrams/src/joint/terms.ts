import { type Factor, densityOf, factorId } from '../plates/factors.js';
import type { JointOptions } from './options.js';

/** A number that the objective is made of, under its name in the history. */
export interface Term {
  readonly id: string;
  readonly name: string;
  readonly kind: 'kl' | 'likelihood' | 'objective';
  /** What it is, in the usual notation. */
  readonly notes: readonly string[];
  /** The ids of what it is computed from: densities, observed variables, other terms. */
  readonly inputs: readonly string[];
}

/** The terms of a bound and the bound: a divergence for each latent that has one, and the log-likelihood. */
export function termsOf(
  factors: readonly Factor[],
  latents: ReadonlySet<string>,
  { minimised = 'nelbo' }: Pick<JointOptions, 'minimised'>,
): Term[] {
  const generative = factors.filter(({ direction }) => direction === 'generative');
  const posterior = (variable: string) =>
    factors.find((factor) => factor.direction === 'recognition' && factor.variable === variable)!;
  const priors = generative.filter(({ variable }) => latents.has(variable));
  const likelihoods = generative.filter(({ variable }) => !latents.has(variable));

  const divergences = priors.map((prior): Term => ({
    id: `term:kl/${prior.variable}`,
    name: `kl/${prior.variable}`,
    kind: 'kl',
    notes: [`KL(${densityOf(posterior(prior.variable))} ‖ ${densityOf(prior)})`],
    inputs: [factorId(posterior(prior.variable)), factorId(prior)],
  }));
  const logLikelihood: Term = {
    id: 'term:expectedLogLikelihood',
    name: 'expectedLogLikelihood',
    kind: 'likelihood',
    notes: likelihoods.map((likelihood) => `E log ${densityOf(likelihood)}`),
    inputs: likelihoods.flatMap((likelihood) => [factorId(likelihood), likelihood.variable]),
  };
  const terms = [...divergences, ...(likelihoods.length > 0 ? [logLikelihood] : [])];
  const objective: Term = {
    id: 'term:objective',
    name: minimised,
    kind: 'objective',
    notes: equation(minimised, terms),
    inputs: terms.map(({ id }) => id),
  };
  return [...terms, objective];
}

/** How the two bounds that every history has are made of their terms; an objective of one's own says it elsewhere. */
function equation(minimised: string, terms: readonly Term[]): string[] {
  if (minimised === 'iwNelbo') return ['−E log of the mean importance weight'];
  if (minimised !== 'nelbo') return [];
  const divergences = terms.filter(({ kind }) => kind === 'kl').map(({ name }) => name);
  return [`${divergences.join(' + ')} − expectedLogLikelihood`.trim()];
}
