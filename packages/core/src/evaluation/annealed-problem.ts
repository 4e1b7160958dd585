import { isDiscrete, isWithin, realLine } from '@helmholtz/distributions';
import type { Distribution } from '@helmholtz/distributions';

import { probedPrior } from '../graph/latent-traits.js';
import { SIMULATOR_HINT, simulatorProblem } from '../graph/check-likelihood.js';
import type { LatentVariableModel } from '../graph/model.js';
import { isGlobal } from '../graph/variables.js';

/** Reason why annealed importance sampling can't estimate a likelihood, and a hint for the user. */
export interface AnnealedProblem {
  readonly problem: string;
  readonly hint: string;
}

/** Returns why a model has no annealed estimate; undefined for a model that has one. */
export function annealedObstacle({
  latents,
  observed,
}: Pick<LatentVariableModel, 'latents' | 'observed'>): AnnealedProblem | undefined {
  const simulator = simulatorProblem(observed);
  if (simulator !== undefined) return { problem: simulator, hint: SIMULATOR_HINT };
  for (const latent of latents) {
    const { name } = latent;
    const prior = probedPrior(latent);
    if (!prior) {
      return {
        problem: `The latent "${name}" has no prior, so the model defines no probability of the data.`,
        hint: 'Give every latent a posterior and a prior.',
      };
    }
    if (isGlobal(latent)) {
      return {
        problem: `All examples share the latent "${name}".`,
        hint: 'Importance sampling estimates the predictions of such a model.',
      };
    }
    const problem = problemOf(prior);
    if (problem !== undefined) {
      return {
        problem: `Annealed importance sampling moves latents along gradients, and the prior "${prior.family}" of "${name}" ${problem}.`,
        hint: 'Choose a prior of any real number, such as standardNormal, or importance sampling.',
      };
    }
  }
  return undefined;
}

function problemOf(prior: Distribution): string | undefined {
  if (!prior.hasLogProb) return 'has no density at any value';
  if (isDiscrete(prior)) return 'is discrete';
  return isWithin(realLine, prior.support) ? undefined : `is of ${prior.support.description}`;
}
