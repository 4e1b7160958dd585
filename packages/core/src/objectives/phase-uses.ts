import { type Scalar, scalar, tidy, zeros } from '@tensorflow/tfjs-core';

import type { PhaseUse } from '../description/phase-use.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { ModelView } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import { allCoefficients } from './coefficients.js';
import { type Objective, type Phase, phasesOf } from './objective.js';
import { ownedNoise } from './owned-noise.js';

/**
 * Finds what each phase of an objective reads, by evaluating it once at an example of zeros on the
 * current backend.
 *
 * @throws errors of the objective at such a batch.
 *
 * @example
 * ```ts
 * import { elbo, phaseUses } from '@helmholtz/core';
 * import { assemble } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [4] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const [use] = phaseUses(elbo(), model);
 * console.log(use?.posteriors, use?.likelihoods); // [ 'z' ] [ 'x' ]
 * ```
 */
export function phaseUses(objective: Objective, model: LatentVariableModel): PhaseUse[] {
  return phasesOf(objective).map((phase) => useOf(phase, objective, model));
}

/** Stands for the number of examples of a data set. */
const EXAMPLES = 100;

class Uses {
  readonly networks = new Set<string>();
  readonly posteriors = new Set<string>();
  readonly priors = new Set<string>();
  readonly likelihoods = new Set<string>();
}

function useOf(phase: Phase, objective: Objective, model: LatentVariableModel): PhaseUse {
  const uses = new Uses();
  let metrics: string[] = [];
  tidy(() => {
    const view = watched(viewOfZeros(objective, model), uses);
    const evaluated = phase.evaluate(view, { training: false, coefficients: coefficientsOf(objective) });
    metrics = Object.keys(evaluated.metrics);
  });
  return {
    name: phase.name,
    updates: phase.weights === 'model' ? ['model'] : phase.weights,
    networks: [...uses.networks],
    posteriors: [...uses.posteriors],
    priors: [...uses.priors],
    likelihoods: [...uses.likelihoods],
    metrics,
  };
}

function viewOfZeros(objective: Objective, model: LatentVariableModel): ModelView {
  const { samples = 1, leastBatch = 1 } = objective;
  const one = (shape: readonly number[], perExample = 1) => zeros([perExample * leastBatch, ...shape]);
  return model.view(
    {
      inputs: model.inputs.map(({ shape }) => one(shape)),
      noise: model.noise.map(({ shape }) => one(shape, samples)),
      drawn: Object.fromEntries(ownedNoise(model, objective).map(({ name, shape }) => [name, one(shape)])),
    },
    { samples: objective.samples, enumerated: objective.enumerated },
  );
}

function coefficientsOf(objective: Objective): Record<string, Scalar> {
  const numbers = Object.entries(allCoefficients(objective, undefined, { examples: EXAMPLES }));
  return Object.fromEntries(numbers.map(([name, value]) => [name, scalar(value)]));
}

/** Returns a view that records in `uses` each part that an objective reads. */
function watched(view: ModelView, uses: Uses): ModelView {
  return {
    terms: (feed) => watchedTerms(view.terms(feed), uses),
    decode: (latents) => view.decode(latents),
    input: (name) => view.input(name),
    network(name) {
      uses.networks.add(name);
      return view.network(name);
    },
    noise: (name) => view.noise(name),
    weights: (group) => view.weights(group),
    batch: (name) => watched(view.batch(name), uses),
  };
}

function watchedTerms(terms: ModelTerms, { posteriors, priors, likelihoods }: Uses): ModelTerms {
  return {
    ...terms,
    latents: terms.latents.map((latent) => watchedTerm(latent, { posterior: posteriors, prior: priors })),
    observed: terms.observed.map((term) => watchedTerm(term, { likelihood: likelihoods })),
  };
}

/** A copy of a term that notes its name where one of the properties is read. */
function watchedTerm<Term extends { readonly name: string }>(
  term: Term,
  notes: Partial<Readonly<Record<keyof Term, Set<string>>>>,
): Term {
  return new Proxy(term, {
    get(target, property) {
      notes[property as keyof Term]?.add(target.name);
      return target[property as keyof Term];
    },
  });
}
