import { type Scalar, type Tensor, add, div, mean, reshape, sqrt, square, sub } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { stopGradient } from '@helmholtz/distributions';
import { logPrior } from '../graph/log-densities.js';
import type { ModelView } from '../graph/model-view.js';
import type { VariationalTerm } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { averagedLikelihoods, overSamples } from './bound-terms.js';
import { checkLatents } from './check-latents.js';
import { drawnValue } from './codes.js';
import {
  DISCRIMINATOR,
  asRows,
  checkCompared,
  discriminated,
  discriminatorLayers,
  discriminatorOptions,
  namedLatents,
  rowsOfSamples,
} from './discriminator.js';
import { logStandardNormal } from './log-standard-normal.js';
import type { PhasedObjective } from './objective.js';

const options = z.strictObject({
  adaptiveContrast: z
    .boolean()
    .default(false)
    .describe('compare z with a normal distribution of its own moments, in place of the prior'),
  samples: z
    .int()
    .min(2)
    .max(1000)
    .default(16)
    .describe('draws of each example that estimate these moments, with adaptiveContrast'),
  ...discriminatorOptions,
  input: z
    .string()
    .min(1)
    .default('x')
    .describe('the variable that the discriminator reads beside the latents'),
});

/** Options of `adversarialVariationalBayes`. */
export type AdversarialVariationalBayesOptions = z.input<typeof options>;

/** Least variance of a draw under adaptive contrast. */
const LEAST_VARIANCE = 1e-8;

/** Draws of the posterior and of the distribution that they are compared with. */
interface Compared {
  /** Each [rows, ...shape], in the order of the discriminator's inputs. */
  readonly ofPosterior: readonly Tensor[];
  readonly ofOther: () => readonly Tensor[];
  /** Logarithm of the other density minus that of the prior, at the draws: [batch] or [samples, batch]. */
  readonly offset: Tensor | undefined;
}

/**
 * Returns the objective of adversarial variational Bayes (Mescheder et al. 2017). A discriminator T
 * tells pairs of data and draws of the posterior from pairs with draws of the prior. Its logit
 * estimates log q(z given x) - log p(z), which needs no density of the posterior:
 *
 *     discriminator:  minimize -E_q[log sigmoid(T(x, z))] - E_p[log(1 - sigmoid(T(x, z)))]
 *     model:          minimize -E_q[log p(x given z)] + E_q[T(x, z)]
 *
 * With adaptive contrast, draws of the posterior are standardized by their mean and variance for
 * each x, and compared with standard normal draws (section 3.3). With r the normal distribution of
 * these moments, the estimate of the KL divergence is E_q[T(x, z standardized) + log r(z) - log
 * p(z)], and the discriminator is left with what is not normal about the posterior.
 *
 * `nelboEstimate` and `klEstimate` are estimates, not bounds: the discriminator errs. Judge a model
 * by importance sampling, or by annealed importance sampling if the posterior has no density.
 *
 * The metrics are `nelboEstimate`, `klEstimate`, `expectedLogLikelihood` and its terms, and
 * `discriminatorAccuracy`, the share of draws that are told apart: 0.5 for equal distributions.
 *
 * @example
 * ```ts
 * import { adversarialVariationalBayes, phasesOf } from '@helmholtz/core';
 *
 * const objective = adversarialVariationalBayes({ steps: 3 });
 * const updates = phasesOf(objective).map(({ name, steps = 1 }) => `${name} ${steps}`);
 * console.log(updates); // [ 'discriminator 3', 'model 1' ]
 * ```
 */
export function adversarialVariationalBayes({
  adaptiveContrast = false,
  samples = 16,
  steps = 1,
  learningRate,
  input = 'x',
  latents: names = ['z'],
}: AdversarialVariationalBayesOptions = {}): PhasedObjective {
  const name = 'adversarialVariationalBayes';
  const noiseOf = (latent: string): string => `other/${latent}`;

  const compared = (model: ModelView): Compared & { readonly x: Tensor } => {
    const terms = model.terms();
    const ordered = namedLatents(terms, names);
    const draws = adaptiveContrast
      ? withOwnMoments(ordered, (latent) => model.noise(noiseOf(latent)))
      : {
          ofPosterior: ordered.map((latent) => asRows(drawnValue(latent), latent.shape)),
          ofOther: () => ordered.map(({ name: each, prior }) => prior.sample(model.noise(noiseOf(each)))),
          offset: undefined,
        };
    return { ...draws, x: rowsOfSamples(model.input(input), terms.samples) };
  };

  return {
    name,
    monitor: { metric: 'nelboEstimate', mode: 'min' },
    ...(adaptiveContrast ? { samples } : {}),
    networks: {
      [DISCRIMINATOR]: { input: [input, ...names], output: [1], layers: discriminatorLayers },
    },
    noise: (latents) =>
      Object.fromEntries(
        latents.map(({ name: each, priorNoise }) => [
          noiseOf(each),
          { shape: each, source: adaptiveContrast ? 'standardNormal' : priorNoise },
        ]),
      ),
    check(latents, inputs = []) {
      checkLatents(`The objective "${name}"`, latents);
      checkCompared(name, names, latents);
      checkRead(name, input, inputs);
      return [
        'The discriminator estimates the KL divergence: nelboEstimate is an estimate, not a bound. Compare models by evaluate --annealed 1000.',
      ];
    },
    phases: [
      {
        name: DISCRIMINATOR,
        weights: [DISCRIMINATOR],
        steps,
        learningRate,
        evaluate(model) {
          const { x, ofPosterior, ofOther } = compared(model);
          const discriminator = model.network(DISCRIMINATOR);
          return discriminated(
            discriminator(x, ...ofPosterior),
            discriminator(model.input(input), ...ofOther()),
          );
        },
      },
      {
        name: 'model',
        weights: 'model',
        evaluate(model) {
          const { observed, samples: count } = model.terms();
          const { x, ofPosterior, offset } = compared(model);
          const logits = model.network(DISCRIMINATOR)(x, ...ofPosterior);
          const ratio = reshape(logits, count === undefined ? [-1] : [count, -1]);
          const kl = offset ? add(ratio, offset) : ratio;
          const { expectedLogLikelihood, metrics, perExample } = averagedLikelihoods(observed);
          const klEstimate: Scalar = mean(kl);
          const nelboEstimate: Scalar = sub(klEstimate, expectedLogLikelihood);
          return {
            loss: nelboEstimate,
            metrics: { nelboEstimate, klEstimate, ...metrics },
            perExample: () => {
              const values = perExample();
              const klOfExamples = overSamples(kl);
              const nelboOfExamples = sub(klOfExamples, values['expectedLogLikelihood']!);
              return { nelboEstimate: nelboOfExamples, klEstimate: klOfExamples, ...values };
            },
          };
        },
      },
    ],
  };
}

/** Codes that depend on data which the discriminator does not read have another divergence. */
function checkRead(objective: string, read: string, inputs: readonly { readonly name: string }[]): void {
  const unread = inputs.find(({ name }) => name !== read);
  if (!unread) return;
  throw new HelmholtzError(
    'graph',
    `The objective "${objective}" compares codes given "${read}" alone, and the model also has the input "${unread.name}".`,
    {
      hint: 'Codes may depend on that input, and the estimate would miss it. Choose the objective adversarialAutoencoder or wae, or a model of one input.',
    },
  );
}

/**
 * Standardizes draws of each latent by their moments for each example. The moments are constants: any
 * normal distribution gives the same divergence.
 */
function withOwnMoments(latents: readonly VariationalTerm[], noiseOf: (latent: string) => Tensor): Compared {
  const each = latents.map((latent) => {
    const value = drawnValue(latent);
    const center = stopGradient(mean(value, 0, true));
    const scale = stopGradient(sqrt(add(mean(square(sub(value, center)), 0, true), LEAST_VARIANCE)));
    const standardized = div(sub(value, center), scale);
    const logOther = logStandardNormal(standardized, scale, latent.shape);
    return { standardized, offset: sub(logOther, logPrior(latent)) };
  });
  return {
    ofPosterior: each.map(({ standardized }, index) => asRows(standardized, latents[index]!.shape)),
    ofOther: () => latents.map(({ name }) => noiseOf(name)),
    offset: each.reduce<Tensor | undefined>(
      (total, { offset }) => (total ? add(total, offset) : offset),
      undefined,
    ),
  };
}

export const adversarialVariationalBayesPart = objectivePart({
  name: 'adversarialVariationalBayes',
  description: 'ELBO with a KL divergence that a discriminator estimates, for implicit posteriors (AVB)',
  networks: [DISCRIMINATOR],
  options,
  create: adversarialVariationalBayes,
});
