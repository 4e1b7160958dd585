import {
  type Scalar,
  type Tensor,
  add,
  mean,
  mul,
  neg,
  reshape,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { stopGradient } from '@helmholtz/distributions';
import { logPosterior, monteCarloKl } from '../graph/log-densities.js';
import type { ModelView } from '../graph/model-view.js';
import { isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { averaged, boundTerms, logImportanceWeights } from './bound-terms.js';
import { checkDiscrete } from './check-discrete.js';
import { atObserved } from './class-logits.js';
import type { ObjectiveValue, PhasedObjective } from './objective.js';
import { refuseGlobal } from './refuse-global.js';

const options = z.strictObject({
  samples: z.int().min(1).max(200).default(1).describe('draws of the latents for each example'),
  input: z.string().min(1).default('x').describe('the variable that the baseline reads'),
});

/** Options of `nvil`. */
export type NvilOptions = z.input<typeof options>;

const BASELINE = 'baseline';

/**
 * Returns the negative ELBO for discrete latents, with a learned baseline (NVIL, neural variational
 * inference and learning; Mnih and Gregor 2014):
 *
 *     nelbo = -E_q[l],   l = log p(x given z) p(z) / q(z given x)
 *
 * The gradient by the posterior needs no path through the draws (equations 5 to 8):
 *
 *     (l - b(x) - c) d log q(z given x)
 *
 * The network `baseline`, which the objective owns, predicts from x how far l is from its mean over
 * the batch: b(x), by least squares. c is the mean of l - b(x) over all other draws of the batch, in
 * place of the running mean of the paper. Neither depends on the draw, so that the estimate is
 * unbiased.
 *
 * The metrics are those of the ELBO, and `baselineError`, the mean squared error of the baseline.
 *
 * @throws HelmholtzError (`graph`) in training for a continuous posterior.
 *
 * @example
 * ```ts
 * import { createOptimizer, nvil, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const binary = { posterior: 'bernoulli', prior: 'bernoulli', objective: 'nvil' } as const;
 * const { model, objective } = assemble({ ...defaultSpec('vae', [4]), ...binary });
 * const optimizer = createOptimizer({ name: 'adam', learningRate: 0.01 });
 * const options = { data, objective, optimizer, epochs: 1, batchSize: 2, seed: 0 };
 * const { history } = await train(model, options);
 * console.log(Object.keys(history[0]!.train).includes('baselineError')); // true
 * ```
 */
export function nvil({ samples = 1, input = 'x' }: NvilOptions = {}): PhasedObjective {
  const evaluate = (model: ModelView): ObjectiveValue => {
    const terms = model.terms();
    refuseGlobal(terms);
    const parts = boundTerms(terms, monteCarloKl);
    const bound = logImportanceWeights(parts);
    const baseline = reshape(atObserved(model.network(BASELINE), model.input(input)), [-1]);
    const boundValue = stopGradient(bound);
    const baselineError: Scalar = mean(square(sub(sub(boundValue, mean(boundValue)), baseline)));
    const { metrics, perExample } = averaged(parts);
    // The bound itself has the gradient -1 by log q, which the 1 takes away.
    const signal = add(minusOthers(sub(boundValue, stopGradient(baseline))), 1);
    const scores = terms.latents.filter(isVariational).map((latent) => {
      const logQ = logPosterior(latent);
      return mul(signal, sub(logQ, stopGradient(logQ)));
    });
    const score = scores.reduce((all, each) => add(all, each));
    return {
      loss: add(neg(mean(add(bound, score))), baselineError),
      metrics: { ...metrics, baselineError },
      perExample,
    };
  };
  return {
    name: 'nvil',
    monitor: { metric: 'nelbo', mode: 'min' },
    samples,
    scoreFunction: true,
    networks: {
      [BASELINE]: { input, output: [1], layers: [{ layer: 'dense', units: 100, activation: 'tanh' }] },
    },
    check: (latents) => checkDiscrete('nvil', latents),
    phases: [{ name: 'model', weights: ['model', BASELINE], evaluate }],
  };
}

/** Subtracts from each value the mean of all others; one value alone stays. */
function minusOthers(values: Tensor): Tensor {
  const { size } = values;
  if (size === 1) return values;
  const others = mul(sub(sum(values), values), 1 / (size - 1));
  return sub(values, others);
}

export const nvilPart = objectivePart({
  name: 'nvil',
  description: 'negative ELBO for discrete latents, by a score function with a learned baseline (NVIL)',
  options,
  networks: [BASELINE],
  create: nvil,
});
