import type { Tensor } from '@tensorflow/tfjs-core';

import type { LatentTraits } from '../graph/latent-traits.js';
import type { ModelView } from '../graph/model-view.js';
import type { VariationalTerm } from '../graph/terms.js';
import { joined } from './codes.js';
import type { OwnNoise } from './objective.js';

/** Returns the noise of an objective that draws from the prior of every latent. */
export function priorNoise(latents: readonly LatentTraits[]): OwnNoise {
  return Object.fromEntries(
    latents.map(({ name, priorNoise: source }) => [nameOf(name), { shape: name, source }]),
  );
}

/** Returns one draw from the priors for each example, the latents joined: [batch, elements]. */
export function priorDraws(model: ModelView, latents: readonly VariationalTerm[]): Tensor {
  return joined(latents, ({ name, prior }) => prior.sample(model.noise(nameOf(name))));
}

const nameOf = (latent: string): string => `prior/${latent}`;
