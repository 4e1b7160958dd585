import {
  type Scalar,
  type Tensor,
  add,
  cast,
  greater,
  less,
  mean,
  mul,
  neg,
  reshape,
  softplus,
  tile,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import type { ModelTerms, VariationalTerm } from '../graph/terms.js';
import type { LayerSpec } from '../spec/schema.js';
import type { ObjectiveValue } from './objective.js';

/** Name of the network of an objective that tells draws apart. */
export const DISCRIMINATOR = 'discriminator';

/** Layers of a discriminator, if the spec has none. */
export const discriminatorLayers: readonly LayerSpec[] = [
  { layer: 'dense', units: 128, activation: 'relu' },
  { layer: 'dense', units: 128, activation: 'relu' },
];

/** Options of an objective with a discriminator of latents. */
export const discriminatorOptions = {
  steps: z.int().min(1).max(100).default(1).describe('updates of the discriminator in each step'),
  learningRate: z
    .number()
    .positive()
    .optional()
    .describe("learning rate of the discriminator; the optimizer's by default"),
  latents: z.array(z.string().min(1)).min(1).default(['z']).describe('all latents of the model'),
};

/**
 * Returns the loss of a discriminator, the mean binary cross-entropy of each side in nats, and the
 * share of draws that it tells apart. The logit of the best discriminator is the log ratio of the
 * densities, log p(first) - log p(second).
 */
export function discriminated(first: Tensor, second: Tensor): ObjectiveValue {
  const loss: Scalar = add(mean(softplus(neg(first))), mean(softplus(second)));
  const right = add(mean(cast(greater(first, 0), 'float32')), mean(cast(less(second, 0), 'float32')));
  return { loss, metrics: { discriminatorAccuracy: mul(right, 0.5) } };
}

/**
 * Repeats values of a batch for each sample, [batch, ...shape] to [samples * batch, ...shape], to go
 * with values [samples, batch, ...shape] as rows.
 */
export function rowsOfSamples(values: Tensor, samples: number | undefined): Tensor {
  if (samples === undefined || samples === 1) return values;
  return tile(
    values,
    values.shape.map((_, axis) => (axis === 0 ? samples : 1)),
  );
}

/** Returns values [samples, batch, ...shape] or [batch, ...shape] as rows, [rows, ...shape]. */
export function asRows(values: Tensor, { length }: readonly number[]): Tensor {
  if (values.rank === length + 1) return values;
  return reshape(values, [-1, ...values.shape.slice(2)]);
}

/**
 * Returns latents in the order of their names. They have priors: `check` refuses others. Their
 * posteriors are not read, so that diagrams show no density of them in the loss.
 */
export function namedLatents({ latents }: ModelTerms, names: readonly string[]): VariationalTerm[] {
  return names.map((each) => latents.find(({ name }) => name === each) as VariationalTerm);
}

/** The discriminator's inputs include every latent of a model. */
export function checkCompared(
  objective: string,
  named: readonly string[],
  latents: readonly { readonly name: string }[],
): void {
  const missing = latents.find(({ name }) => !named.includes(name));
  if (!missing) return;
  throw new HelmholtzError(
    'usage',
    `The objective "${objective}" compares the latents ${named.join(', ')}, and the model also has "${missing.name}".`,
    { hint: `Name all latents: latents: [${latents.map(({ name }) => name).join(', ')}].` },
  );
}
