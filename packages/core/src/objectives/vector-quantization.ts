import { HelmholtzError } from '@helmholtz/base';
import { Quantized, stopGradient } from '@helmholtz/distributions';
import {
  type Scalar,
  type Tensor,
  add,
  exp,
  log,
  maximum,
  mean,
  mul,
  neg,
  reshape,
  scalar,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { analyticKl } from '../graph/log-densities.js';
import { objectivePart } from '../injection/define-part.js';
import { averaged, boundTerms } from './bound-terms.js';
import type { OnePhaseObjective } from './objective.js';

const options = z.strictObject({
  commitment: z
    .number()
    .min(0)
    .default(0.25)
    .describe('the weight of the squared distance of encoded vectors from their codes'),
});

/** Options of `vectorQuantization`. */
export type VectorQuantizationOptions = z.input<typeof options>;

/**
 * Returns the objective of vector quantization (VQ-VAE; van den Oord et al. 2017, equation 3), with
 * encoded vectors e, the nearest codes c, and sg for no gradient:
 *
 *     loss = nelbo + |sg(e) - c|^2 + commitment |e - sg(c)|^2
 *
 * Squared distances are summed over the elements and positions of an example, and averaged over the
 * batch. The second term is there for a codebook that is learned by a loss; another codebook is
 * updated by moving averages in each step. Scalar quantization has neither distance. The prior is
 * uniform, so the KL divergence of an example is positions times log(codes), and `nelbo` is a bound.
 *
 * The metrics are those of `elbo`; `commitment/<latent>`, the squared distance of a codebook; and
 * `perplexity/<latent>`, exp of the entropy of how often each code is chosen in a batch: the number
 * of codes in use.
 *
 * @example
 * ```ts
 * import { evaluate, vectorQuantization } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const spec = { ...defaultSpec('vae', [4]), posterior: 'vectorQuantized', prior: 'uniformCodes' };
 * const options = { data, objective: vectorQuantization(), batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(spec), options);
 * console.log(metrics['kl']?.toFixed(3)); // 4.852
 * ```
 */
export function vectorQuantization({
  commitment: weight = 0.25,
}: VectorQuantizationOptions = {}): OnePhaseObjective {
  return {
    name: 'vectorQuantization',
    monitor: { metric: 'nelbo', mode: 'min' },
    learnsCodebooks: true,
    check(latents) {
      const other = latents.find(({ families }) => families[0] !== 'quantized');
      if (latents.length > 0 && !other) return [];
      throw notQuantized(other && `the posterior of "${other.name}" is "${other.families[0]}"`);
    },
    evaluate(model, { training }) {
      const terms = model.terms();
      const { expectedLogLikelihood, kl, metrics, perExample } = averaged(boundTerms(terms, analyticKl));
      const ownMetrics: Record<string, Scalar> = {};
      let loss: Scalar = sub(kl, expectedLogLikelihood);
      for (const { name, posterior } of terms.latents) {
        if (!(posterior instanceof Quantized)) continue;
        const { encoded, quantized, chosen, codebook } = posterior.parts;
        const [rows] = encoded.shape as [number];
        const distance = (one: typeof encoded, other: typeof encoded): Scalar =>
          mean(sum(reshape(square(sub(one, other)), [rows, -1]), 1));
        if (codebook) {
          const commitment = distance(encoded, stopGradient(quantized));
          ownMetrics[`commitment/${name}`] = commitment;
          loss = add(loss, mul(commitment, weight));
          if (codebook.byLoss) loss = add(loss, distance(stopGradient(encoded), quantized));
        }
        if (chosen) ownMetrics[`perplexity/${name}`] = perplexity(chosen());
        if (training) codebook?.learn();
      }
      return { loss, metrics: { ...metrics, ...ownMetrics }, perExample };
    },
  };
}

/** exp of the entropy of how often each code is chosen. */
function perplexity(chosen: Tensor): Scalar {
  const shares = mean(chosen, 0);
  const entropy: Scalar = neg(sum(mul(shares, log(maximum(shares, scalar(1e-10))))));
  return exp(entropy);
}

function notQuantized(why = 'the model has no such latent'): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The objective "vectorQuantization" needs quantized latents, and ${why}.`,
    { hint: 'Choose the recipe vq-vae, or the posterior vectorQuantized and the prior uniformCodes.' },
  );
}

export const vectorQuantizationPart = objectivePart({
  name: 'vectorQuantization',
  description: 'the negative ELBO of quantized latents, with a commitment loss (VQ-VAE)',
  options,
  create: vectorQuantization,
});
