import { type Scalar, add, mean, mul, neg, softplus } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { objectivePart } from '../injection/define-part.js';
import { averagedLikelihoods } from './bound-terms.js';
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
  weight: z.number().min(0).default(10).describe('the weight of the adversarial loss'),
  ...discriminatorOptions,
});

/** Options of `adversarialAutoencoder`. */
export type AdversarialAutoencoderOptions = z.input<typeof options>;

/**
 * Returns the objective of an adversarial autoencoder (Makhzani et al. 2016). A discriminator D tells
 * draws of the prior from codes of the data, and the recognition network learns to fool it. So all
 * codes together get the distribution of the prior, in place of the KL divergence of each posterior:
 *
 *     discriminator:  minimize -E_p[log sigmoid(D(z))] - E_q[log(1 - sigmoid(D(z)))]
 *     autoencoder:    minimize -E_q[log p(x given z)] - weight E_q[log sigmoid(D(z))]
 *
 * It works with any posterior, also with one without a density. The metrics are
 * `adversarialAutoencoderLoss`, `expectedLogLikelihood` and its terms, `adversarialLoss` and
 * `discriminatorAccuracy`, which is 0.5 if codes and draws of the prior are alike. None is a bound.
 *
 * @example
 * ```ts
 * import { adversarialAutoencoder, phasesOf } from '@helmholtz/core';
 *
 * const objective = adversarialAutoencoder({ weight: 1 });
 * console.log(phasesOf(objective).map(({ name }) => name)); // [ 'discriminator', 'autoencoder' ]
 * ```
 */
export function adversarialAutoencoder({
  weight = 10,
  steps = 1,
  learningRate,
  latents: names = ['z'],
}: AdversarialAutoencoderOptions = {}): PhasedObjective {
  const name = 'adversarialAutoencoder';
  const noiseOf = (latent: string): string => `prior/${latent}`;
  return {
    name,
    monitor: { metric: 'adversarialAutoencoderLoss', mode: 'min' },
    networks: { [DISCRIMINATOR]: { input: names, output: [1], layers: discriminatorLayers } },
    noise: (latents) =>
      Object.fromEntries(
        latents.map(({ name: each, priorNoise: source }) => [noiseOf(each), { shape: each, source }]),
      ),
    check(latents) {
      checkLatents(`The objective "${name}"`, latents);
      checkCompared(name, names, latents);
      return [];
    },
    phases: [
      {
        name: DISCRIMINATOR,
        weights: [DISCRIMINATOR],
        steps,
        learningRate,
        evaluate(model) {
          const ordered = namedLatents(model.terms(), names);
          const discriminator = model.network(DISCRIMINATOR);
          const ofPrior = ordered.map(({ name: each, prior }) => prior.sample(model.noise(noiseOf(each))));
          return discriminated(discriminator(...ofPrior), discriminator(...ordered.map(drawnValue)));
        },
      },
      {
        name: 'autoencoder',
        weights: 'model',
        evaluate(model) {
          const terms = model.terms();
          const { expectedLogLikelihood, metrics, perExample } = averagedLikelihoods(terms.observed);
          const codes = namedLatents(terms, names).map(drawnValue);
          const adversarialLoss: Scalar = mean(softplus(neg(model.network(DISCRIMINATOR)(...codes))));
          const loss: Scalar = add(neg(expectedLogLikelihood), mul(adversarialLoss, weight));
          return {
            loss,
            metrics: { adversarialAutoencoderLoss: loss, ...metrics, adversarialLoss },
            perExample,
          };
        },
      },
    ],
  };
}

export const adversarialAutoencoderPart = objectivePart({
  name: 'adversarialAutoencoder',
  description: 'reconstruction with a discriminator that compares all codes with the prior (AAE)',
  networks: [DISCRIMINATOR],
  options,
  create: adversarialAutoencoder,
});
