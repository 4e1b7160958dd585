import type { PhaseUse } from '@helmholtz/core/description';
import { type Factor, densityOf, factorId } from '../plates/factors.js';
import { networkId } from './objective-networks.js';
import type { JointOptions } from './options.js';

/** Term of the objective, with its name in the history. */
export interface Term {
  readonly id: string;
  readonly name: string;
  readonly kind: 'kl' | 'likelihood' | 'objective';
  /** Formula in the usual notation. */
  readonly notes: readonly string[];
  /** Ids of its inputs: densities, observed variables, networks and other terms. */
  readonly inputs: readonly string[];
  /** Further metrics whose values are drawn with it. */
  readonly metrics?: readonly string[];
}

/**
 * The terms of an objective and its losses: a divergence for each latent that has one, and the
 * log-likelihood.
 */
export function termsOf(
  factors: readonly Factor[],
  latents: ReadonlySet<string>,
  { minimised = 'nelbo', phases }: Pick<JointOptions, 'minimised' | 'phases'>,
): Term[] {
  const divergences = divergenceTerms(factors, latents);
  const likelihoods = factors.filter(
    ({ direction, variable }) => direction === 'generative' && !latents.has(variable),
  );
  if (phases) return phaseTerms(phases, divergences, likelihoods);
  const terms = [...divergences.values(), ...likelihoodTerm(likelihoods)];
  const objective: Term = {
    id: 'term:objective',
    name: minimised,
    kind: 'objective',
    notes: equation(minimised, terms),
    inputs: terms.map(({ id }) => id),
  };
  return [...terms, objective];
}

/** The divergence of each latent that has a prior, by the name of the latent. */
function divergenceTerms(factors: readonly Factor[], latents: ReadonlySet<string>): Map<string, Term> {
  const posteriors = new Map(
    factors.filter(({ direction }) => direction === 'recognition').map((factor) => [factor.variable, factor]),
  );
  const terms = new Map<string, Term>();
  for (const prior of factors) {
    const { direction, variable } = prior;
    const posterior = posteriors.get(variable);
    if (direction !== 'generative' || !latents.has(variable) || !posterior) continue;
    terms.set(variable, {
      id: `term:kl/${variable}`,
      name: `kl/${variable}`,
      kind: 'kl',
      notes: [`KL(${densityOf(posterior)} ‖ ${densityOf(prior)})`],
      inputs: [factorId(posterior), factorId(prior)],
    });
  }
  return terms;
}

/** Returns the log-likelihood of the observed variables, if there are any. */
function likelihoodTerm(likelihoods: readonly Factor[]): Term[] {
  if (likelihoods.length === 0) return [];
  return [
    {
      id: 'term:expectedLogLikelihood',
      name: 'expectedLogLikelihood',
      kind: 'likelihood',
      notes: likelihoods.map((likelihood) => `E log ${densityOf(likelihood)}`),
      inputs: likelihoods.flatMap((likelihood) => [factorId(likelihood), likelihood.variable]),
    },
  ];
}

/** The loss of each phase, and the terms and networks that it reads. */
function phaseTerms(
  phases: readonly PhaseUse[],
  divergences: ReadonlyMap<string, Term>,
  likelihoods: readonly Factor[],
): Term[] {
  const readNames = new Set(phases.flatMap((phase) => phase.likelihoods));
  const logLikelihoods = likelihoodTerm(likelihoods.filter(({ variable }) => readNames.has(variable)));
  const shared = new Map<string, Term>();
  const losses = phases.map((phase): Term => {
    const { name, updates, networks, posteriors, priors, metrics } = phase;
    const compared = posteriors.filter((latent) => priors.includes(latent));
    const terms = [
      ...compared.flatMap((latent) => divergences.get(latent) ?? []),
      ...(phase.likelihoods.length > 0 ? logLikelihoods : []),
    ];
    for (const term of terms) shared.set(term.id, term);
    return {
      id: `term:loss/${name}`,
      name: `loss/${name}`,
      kind: 'objective',
      notes: [`updates ${updates.map((each) => (each === 'model' ? 'the model' : each)).join(', ')}`],
      inputs: [...terms.map(({ id }) => id), ...networks.map(networkId)],
      metrics,
    };
  });
  return [...shared.values(), ...losses];
}

/** Formulas of bounds of several samples. */
const ofWeights: Readonly<Record<string, string>> = {
  iwNelbo: '−E log of the mean importance weight',
  miwNelbo: '−E log of the mean importance weight, averaged over bounds',
  ciwNelbo: 'a share of nelbo, the rest of iwNelbo',
};

/** Returns the formulas of known bounds. A custom objective has its own. */
function equation(minimised: string, terms: readonly Term[]): string[] {
  const knownEquation = ofWeights[minimised];
  if (knownEquation !== undefined) return [knownEquation];
  if (minimised !== 'nelbo') return [];
  const divergences = terms.filter(({ kind }) => kind === 'kl').map(({ name }) => name);
  return [`${divergences.join(' + ')} − expectedLogLikelihood`.trim()];
}
