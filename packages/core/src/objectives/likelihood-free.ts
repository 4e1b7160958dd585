import { type Scalar, type Tensor, mean, neg, reshape, sub } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { ModelView } from '../graph/model-view.js';
import { objectivePart } from '../injection/define-part.js';
import { checkLatents } from './check-latents.js';
import { drawnValue } from './codes.js';
import {
  DISCRIMINATOR,
  checkCompared,
  discriminated,
  discriminatorLayers,
  discriminatorOptions,
  namedLatents,
} from './discriminator.js';
import type { PhasedObjective } from './objective.js';

const options = z.strictObject({
  ...discriminatorOptions,
  input: z.string().min(1).default('x').describe('the observed variable, which the simulator draws'),
  noise: z
    .string()
    .min(1)
    .default('standardNormal')
    .describe('the noise source of the simulator, one number for each element of the variable'),
});

/** Options of `likelihoodFree`. */
export type LikelihoodFreeOptions = z.input<typeof options>;

const SIMULATOR_NOISE = 'simulator';

/** Pairs of data and latents from both sides, in the order of the discriminator's inputs. */
interface Pairs {
  /** Data with draws of the posterior. */
  readonly inferred: readonly Tensor[];
  /** Draws of the prior with what the simulator makes of them. */
  readonly simulated: readonly Tensor[];
}

/**
 * Returns the objective of likelihood-free variational inference (Tran et al. 2017), for a
 * simulator: p(x given z) that can be drawn, but has no density. A discriminator T tells pairs of
 * data and draws of the posterior from pairs of draws of the prior and simulated data. Its logit
 * estimates log q(x) q(z given x) - log p(z) p(x given z), with q(x) the distribution of the data:
 *
 *     discriminator:  minimize -E_q[log sigmoid(T(x, z))] - E_p[log(1 - sigmoid(T(x, z)))]
 *     model:          minimize E_q[T(x, z)] - E_p[T(x, z)]
 *
 * The first term of the model's loss trains the posterior. It is the negative ELBO plus the mean of
 * log q(x), which is constant. The second term trains the weights of the simulator, if it has any.
 *
 * The likelihood is any distribution with `sample`, such as one that a plugin declares with
 * `hasLogProb = false`. A posterior without a density is suitable, too. `jointKlEstimate` estimates
 * KL(q(x) q(z given x) || p(x, z)), and `reverseKlEstimate` that of the opposite direction. Neither
 * is a bound: the discriminator errs. Both are 0 at the exact posterior of the right simulator.
 *
 * @example
 * ```ts
 * import { likelihoodFree, phasesOf } from '@helmholtz/core';
 *
 * const objective = likelihoodFree({ steps: 2 });
 * console.log(phasesOf(objective).map(({ name, steps = 1 }) => `${name} ${steps}`));
 * // [ 'discriminator 2', 'model 1' ]
 * ```
 */
export function likelihoodFree({
  steps = 1,
  learningRate,
  latents: names = ['z'],
  input = 'x',
  noise: source = 'standardNormal',
}: LikelihoodFreeOptions = {}): PhasedObjective {
  const name = 'likelihoodFree';
  const noiseOf = (latent: string): string => `prior/${latent}`;

  const pairsOf = (model: ModelView): Pairs => {
    const terms = model.terms();
    const ordered = namedLatents(terms, names);
    const ofPrior = ordered.map(({ name: each, prior }) => prior.sample(model.noise(noiseOf(each))));
    const likelihoods = model.decode(Object.fromEntries(names.map((each, index) => [each, ofPrior[index]!])));
    const observed = terms.observed.findIndex((variable) => variable.name === input);
    const simulator = likelihoods[observed];
    if (!simulator) throw notObserved(name, input, terms.observed);
    if (simulator.noise !== source) throw otherNoise(name, source, simulator);
    return {
      inferred: [model.input(input), ...ordered.map(drawnValue)],
      simulated: [simulator.sample(model.noise(SIMULATOR_NOISE)), ...ofPrior],
    };
  };

  return {
    name,
    likelihoodFree: true,
    monitor: { metric: 'jointKlEstimate', mode: 'min' },
    networks: {
      [DISCRIMINATOR]: { input: [input, ...names], output: [1], layers: discriminatorLayers },
    },
    noise: (latents) => ({
      ...Object.fromEntries(
        latents.map(({ name: each, priorNoise }) => [noiseOf(each), { shape: each, source: priorNoise }]),
      ),
      [SIMULATOR_NOISE]: { shape: input, source },
    }),
    check(latents, inputs = []) {
      checkLatents(`The objective "${name}"`, latents);
      checkCompared(name, names, latents);
      const unread = inputs.find((each) => each.name !== input);
      if (unread) throw otherInput(name, input, unread.name);
      return ['The discriminator estimates the divergences: jointKlEstimate is an estimate, not a bound.'];
    },
    phases: [
      {
        name: DISCRIMINATOR,
        weights: [DISCRIMINATOR],
        steps,
        learningRate,
        evaluate(model) {
          const { inferred, simulated } = pairsOf(model);
          const discriminator = model.network(DISCRIMINATOR);
          return discriminated(discriminator(...inferred), discriminator(...simulated));
        },
      },
      {
        name: 'model',
        weights: 'model',
        evaluate(model) {
          const { inferred, simulated } = pairsOf(model);
          const discriminator = model.network(DISCRIMINATOR);
          const [ofInferred, ofSimulated] = [discriminator(...inferred), discriminator(...simulated)];
          const jointKlEstimate: Scalar = mean(ofInferred);
          const reverseKlEstimate: Scalar = neg(mean(ofSimulated));
          return {
            loss: sub(jointKlEstimate, mean(ofSimulated)),
            metrics: { jointKlEstimate, reverseKlEstimate },
            perExample: () => ({ jointKlEstimate: reshape(ofInferred, [-1]) }),
          };
        },
      },
    ],
  };
}

function notObserved(
  objective: string,
  input: string,
  observed: readonly { readonly name: string }[],
): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The objective "${objective}" reads "${input}", which is not observed.`,
    {
      hint: `Name an observed variable: input: ${itemAt(observed, 0).name}.`,
    },
  );
}

function otherNoise(
  objective: string,
  source: string,
  { family, noise }: { readonly family: string; readonly noise: string },
): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The objective "${objective}" draws the noise "${source}", but the simulator "${family}" takes "${noise}".`,
    { hint: `Set the option noise: ${noise}.` },
  );
}

/** Simulated data that depend on inputs which the discriminator does not read have another ratio. */
function otherInput(objective: string, input: string, other: string): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The objective "${objective}" compares pairs of "${input}" and latents, and the model also has the input "${other}".`,
    { hint: 'Choose a model of one input, such as the recipe vae.' },
  );
}

export const likelihoodFreePart = objectivePart({
  name: 'likelihoodFree',
  description: 'inference for a simulator without a density, by a discriminator of data with latents (LFVI)',
  networks: [DISCRIMINATOR],
  options,
  create: likelihoodFree,
});
