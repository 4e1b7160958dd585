import { type Scalar, add, mean, mul, scalar, square, sub, sum } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { objectivePart } from '../injection/define-part.js';
import { averagedLikelihoods } from './bound-terms.js';
import { drawnValue, joined } from './codes.js';
import type { OnePhaseObjective } from './objective.js';

const options = z.strictObject({
  codeWeight: z.number().min(0).default(1e-4).describe('the weight of half the squared norm of a code'),
  decoderWeight: z
    .number()
    .min(0)
    .default(1e-7)
    .describe('the weight of the squared weights of the generative network'),
});

/** Options of `rae`. */
export type RaeOptions = z.input<typeof options>;

/**
 * Returns the objective of a regularized autoencoder with L2 (RAE-L2; Ghosh et al. 2020, equations
 * 8 and 11). It takes a code without noise and prior, as of the recipe `autoencoder`:
 *
 *     raeLoss = -log p(x given z) + codeWeight |z|^2 / 2 + decoderWeight |theta|^2
 *
 * Theta are the trainable weights of the generative network. The model has no prior, so there are
 * no samples from it and no bound.
 *
 * The metrics are `raeLoss`, `expectedLogLikelihood` and its terms, `codePenalty` |z|^2 / 2 and
 * `decoderPenalty` |theta|^2.
 *
 * @example
 * ```ts
 * import { evaluate, rae } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const options = { data, objective: rae(), batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('autoencoder', [4])), options);
 * console.log(Object.keys(metrics).slice(-2)); // [ 'codePenalty', 'decoderPenalty' ]
 * ```
 */
export function rae({ codeWeight = 1e-4, decoderWeight = 1e-7 }: RaeOptions = {}): OnePhaseObjective {
  return {
    name: 'rae',
    monitor: { metric: 'raeLoss', mode: 'min' },
    check([drawn]) {
      if (drawn) throw notPlain(`the latent "${drawn.name}" has a posterior and a prior`);
      return [];
    },
    evaluate(model) {
      const { latents, observed } = model.terms();
      if (latents.length === 0) throw notPlain('the model has no latent');
      const { expectedLogLikelihood, metrics, perExample } = averagedLikelihoods(observed);
      const codePenalty: Scalar = mul(mean(sum(square(joined(latents, drawnValue)), 1)), 0.5);
      const decoderPenalty = model
        .weights('generative')
        .reduce<Scalar>((all, weight) => add(all, sum(square(weight))), scalar(0));
      const penalty = add(mul(codePenalty, codeWeight), mul(decoderPenalty, decoderWeight));
      const raeLoss: Scalar = sub(penalty, expectedLogLikelihood);
      return {
        loss: raeLoss,
        metrics: { raeLoss, ...metrics, codePenalty, decoderPenalty },
        perExample,
      };
    },
  };
}

function notPlain(what: string): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The objective "rae" needs a code without noise and prior, and ${what}.`,
    { hint: 'Choose the recipe autoencoder. For a code with a prior, choose the objective wae.' },
  );
}

export const raePart = objectivePart({
  name: 'rae',
  description: 'regularized autoencoder: L2 penalties of the codes and of the decoder (RAE-L2)',
  options,
  create: rae,
});
