import { Bernoulli } from '@helmholtz/distributions';
import { type Tensor, add, matMul, mul, reshape, tensor } from '@tensorflow/tfjs-core';

import { logLikelihood, logPosterior, logPrior } from '../graph/log-densities.js';
import type { ModelTerms } from '../graph/terms.js';

/** Logits of q(z1), of q(z2 given z1) at its weights and offsets, of p(z1), and of x given z1 and z2. */
export const weights = (latents: number): Tensor[] => [
  tensor([0.4, -0.9].slice(0, latents), [1, latents]),
  tensor([-0.6, 1.1].slice(0, latents), [1, latents]),
  tensor([1.5, -0.4].slice(0, latents), [latents, 1]),
  tensor([0.3, -2, 0.8, 1.2, 0.5, -0.7].slice(0, 3 * latents), [latents, 3]),
];

/**
 * Two layers of binary latents, the second of one unit: q(z1), q(z2 given z1), p(z1), p(z2) = 1/2,
 * and x of three pixels.
 *
 * @param states values of z1 and z2, [samples, batch, latents + 1].
 */
export function terms(states: number[][][], [q1, p1, q2, w]: readonly Tensor[]): ModelTerms {
  const latents = q1!.shape[1]!;
  const [samples, batch] = [states.length, states[0]!.length];
  const part = (begin: number, end: number): Tensor =>
    tensor(
      states.flat(2).filter((_, index) => index % (latents + 1) >= begin && index % (latents + 1) < end),
      [samples, batch, end - begin],
    );
  const [z1, z2] = [part(0, latents), part(latents, latents + 1)];
  const times = (weights: Tensor, units: number): Tensor =>
    reshape(matMul(reshape(z1, [-1, latents]) as never, weights as never), [samples, batch, units]);
  const term = (name: string, value: Tensor, q: Tensor, p: Tensor) => ({
    name,
    shape: [value.shape[2]!],
    value,
    posterior: new Bernoulli(q),
    prior: new Bernoulli(p),
  });
  return {
    latents: [term('z1', z1, q1!, p1!), term('z2', z2, times(q2!, 1), tensor([0]))],
    observed: [
      {
        name: 'x',
        shape: [3],
        likelihood: new Bernoulli(add(times(w!, 3), mul(z2, tensor([0.9, -1.4, 2])))),
        value: tensor(Array.from({ length: batch }, () => [1, 0, 1])),
      },
    ],
    samples,
  };
}

/** All states of the latents of all samples: [combinations][samples][latents]. */
export function combinations(samples: number, latents: number): number[][][] {
  const bits = samples * latents;
  return Array.from({ length: 2 ** bits }, (_, code) =>
    Array.from({ length: samples }, (_, sample) =>
      Array.from({ length: latents }, (_, latent) => (code >> (sample * latents + latent)) & 1),
    ),
  );
}

/** Sums log-densities of latents over variables, [samples, batch]. */
export const logQ = ({ latents }: ModelTerms): Tensor =>
  latents.map((latent) => logPosterior(latent as never)).reduce((a, b) => add(a, b));
export const logJoint = ({ latents, observed }: ModelTerms): Tensor =>
  [
    ...latents.map((latent) => logPrior(latent as never)),
    ...observed.map((term) => logLikelihood(term)),
  ].reduce((a, b) => add(a, b));
