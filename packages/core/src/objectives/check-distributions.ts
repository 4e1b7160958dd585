import { HelmholtzError } from '@helmholtz/base';
import { checkDraws } from '../graph/check-draws.js';
import { checkLikelihood } from '../graph/check-likelihood.js';
import { type LatentTraits, latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from './objective.js';

/**
 * Checks before the first step that the distributions of a model suffice for an objective.
 * Likelihoods need a density of data. Draws must be cheap and have a density under the prior. The
 * latents need the distributions that the objective reads. The check uses the current backend.
 *
 * @returns notes for the user, one line each, such as that a KL divergence is estimated.
 * @throws HelmholtzError (`graph`) for a likelihood or a latent whose distributions do not suffice.
 *
 * @example
 * ```ts
 * import { checkDistributions, elbo } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(checkDistributions(elbo(), buildModel(defaultSpec('vae', [4])))); // []
 * ```
 */
export function checkDistributions(
  objective: Objective,
  { latents, observed, inputs, plan }: LatentVariableModel,
): readonly string[] {
  if (!objective.likelihoodFree) for (const { likelihood } of observed) checkLikelihood(likelihood);
  checkDraws(plan.calls);
  const traits = latents.flatMap((latent) => latentTraits(latent) ?? []);
  for (const { name, supportProblem } of traits) if (supportProblem) throw outside(name, supportProblem);
  const { name, pathwise = false, scoreFunction = false } = objective;
  const discrete = scoreFunction ? undefined : traits.find((latent) => latent.discrete);
  if (discrete) throw noGradient(name, discrete);
  const codebook = objective.learnsCodebooks ? undefined : traits.find((latent) => latent.codebook);
  if (codebook) throw noCodebook(name, codebook.name);
  const flow = pathwise && traits.find(({ anyValue }) => !anyValue);
  if (flow) {
    throw new HelmholtzError(
      'graph',
      `The objective "${name}" takes a gradient along the path, which the posterior of "${flow.name}" does not have.`,
      {
        hint: `"${flow.families[0]}" computes its density only at its own draws, but the gradient along the path needs the density of a given value. Leave the option gradient out, or choose a flow with a cheap inverse: radial, affineCoupling.`,
      },
    );
  }
  return objective.check?.(traits, inputs) ?? [];
}

function noGradient(objective: string, { name, families: [posterior] }: LatentTraits): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The objective "${objective}" takes gradients through draws, but "${posterior}" of the latent "${name}" is discrete.`,
    {
      hint: 'Choose the objective { name: vimco, samples: 5 } or nvil, or a relaxed posterior and prior: relaxedBernoulli and logitRelaxedBernoulli.',
    },
  );
}

function noCodebook(objective: string, latent: string): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The objective "${objective}" does not learn the codebook of the latent "${latent}".`,
    { hint: 'Choose the objective vectorQuantization, or the posterior scalarQuantized without a codebook.' },
  );
}

function outside(latent: string, problem: string): HelmholtzError {
  return new HelmholtzError('graph', `The latent "${latent}" has a prior that does not fit: ${problem}.`, {
    hint: 'A draw must have a density under the prior. Choose another prior, or end the posterior in another bijector.',
  });
}
