import { type Scalar, type Tensor, add, mean, mul, reshape } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { itemAt } from '@helmholtz/base';
import { stopGradient } from '@helmholtz/distributions';
import { analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import type { ModelView } from '../graph/model-view.js';
import { objectivePart } from '../injection/define-part.js';
import { averaged, boundTerms } from './bound-terms.js';
import { checkKl } from './check-kl.js';
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
import { permutedColumns } from './permuted-columns.js';

const options = z.strictObject({
  gamma: z.number().min(0).default(10).describe('the weight of the total correlation'),
  ...discriminatorOptions,
});

/** Options of `factorVae`. */
export type FactorVaeOptions = z.input<typeof options>;

const ORDER = 'permutation';

/**
 * Returns the objective of FactorVAE (Kim and Mnih 2018): the negative ELBO with an additional
 * penalty for dependence between the elements of codes,
 *
 *     -E_q[log p(x given z)] + KL(q(z given x), p(z)) + gamma TC(z),   TC = KL(q(z), product of q(z_d))
 *
 * A discriminator D estimates the total correlation TC as E_q[D(z)]. It tells codes of a batch from
 * codes whose elements are each permuted over the batch, which makes them independent.
 *
 * The metrics are those of `elbo`, whose `nelbo` remains a bound; `totalCorrelationEstimate`, which
 * is an estimate and may be negative; and `discriminatorAccuracy`.
 *
 * @example
 * ```ts
 * import { factorVae, phasesOf } from '@helmholtz/core';
 *
 * console.log(phasesOf(factorVae({ gamma: 6 })).map(({ name }) => name));
 * // [ 'model', 'discriminator' ]
 * ```
 */
export function factorVae({
  gamma = 10,
  steps = 1,
  learningRate,
  latents: names = ['z'],
}: FactorVaeOptions = {}): PhasedObjective {
  const name = 'factorVae';
  const codesOf = (model: ModelView): Tensor[] => namedLatents(model.terms(), names).map(drawnValue);
  const noiseOf = (latent: string): string => `${ORDER}/${latent}`;
  return {
    name,
    monitor: { metric: 'nelbo', mode: 'min' },
    networks: { [DISCRIMINATOR]: { input: names, output: [1], layers: discriminatorLayers } },
    noise: (latents) =>
      Object.fromEntries(
        latents.map(({ name: each }) => [noiseOf(each), { shape: each, source: 'uniform' }]),
      ),
    leastBatch: 2,
    check(latents) {
      checkLatents(`The objective "${name}"`, latents);
      checkCompared(name, names, latents);
      return checkKl(latents, undefined);
    },
    phases: [
      {
        name: 'model',
        weights: 'model',
        evaluate(model) {
          const divergence: Parameters<typeof boundTerms>[1] = (latent) =>
            bestKlKind(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);
          const { metrics, perExample } = averaged(boundTerms(model.terms(), divergence));
          const totalCorrelationEstimate: Scalar = mean(model.network(DISCRIMINATOR)(...codesOf(model)));
          const loss: Scalar = add(metrics['nelbo']!, mul(totalCorrelationEstimate, gamma));
          return { loss, metrics: { ...metrics, totalCorrelationEstimate }, perExample };
        },
      },
      {
        name: DISCRIMINATOR,
        weights: [DISCRIMINATOR],
        steps,
        learningRate,
        evaluate(model) {
          const codes = codesOf(model).map(stopGradient);
          const permuted = codes.map((each, index) => {
            const order = model.noise(noiseOf(itemAt(names, index)));
            return reshape(permutedColumns(vectors(each), vectors(order)), each.shape);
          });
          const discriminator = model.network(DISCRIMINATOR);
          return discriminated(discriminator(...codes), discriminator(...permuted));
        },
      },
    ],
  };
}

/** Returns one vector for each example. */
const vectors = (values: Tensor): Tensor => reshape(values, [values.shape[0], -1]);

export const factorVaePart = objectivePart({
  name: 'factorVae',
  description: 'ELBO with a penalty of the total correlation, which a discriminator estimates (FactorVAE)',
  networks: [DISCRIMINATOR],
  options,
  create: factorVae,
});
