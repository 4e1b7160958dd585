import type { Scalar } from '@tensorflow/tfjs-core';

import type { ModelView } from '../graph/model-view.js';
import type { VariationalTerm } from '../graph/terms.js';
import { drawnValue, joined } from './codes.js';
import { type Kernel, meanDiscrepancy } from './mean-discrepancy.js';
import { priorDraws, priorNoise } from './prior-draws.js';

/** Fields of an objective with `priorDiscrepancy`. One example has no distance to others. */
export const comparesWithPrior = { noise: priorNoise, leastBatch: 2 } as const;

/**
 * Returns the squared maximum mean discrepancy between the codes of a batch and as many draws from
 * the prior.
 */
export function priorDiscrepancy(
  model: ModelView,
  latents: readonly VariationalTerm[],
  kernel: Kernel,
): Scalar {
  return meanDiscrepancy(joined(latents, drawnValue), priorDraws(model, latents), kernel);
}
