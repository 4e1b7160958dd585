import type { NoiseSource } from './noise-source.js';
import { fillStandardNormal } from './standard-normal.js';
import type { RandomStream } from '@helmholtz/base';

/** epsilon ~ N(0, 1) */
export const standardNormalNoise = {
  name: 'standardNormal',
  description: 'independent standard normal draws',
  fill: fillStandardNormal,
} as const satisfies NoiseSource;

/** epsilon ~ U[0, 1), with the 24 bits of a float32: more would sometimes round up to 1. */
export const uniformNoise = {
  name: 'uniform',
  description: 'independent uniform draws from 0 to below 1',
  fill(out: Float32Array, random: RandomStream) {
    for (let i = 0; i < out.length; i++) out[i] = (random.nextUint32() >>> 8) / 2 ** 24;
  },
} as const satisfies NoiseSource;

/** epsilon ~ Logistic(0, 1): log u - log(1 - u). */
export const standardLogisticNoise = {
  name: 'standardLogistic',
  description: 'independent standard logistic draws, for relaxed binary latents',
  fill(out: Float32Array, random: RandomStream) {
    for (let i = 0; i < out.length; i++) {
      const u = inside(random);
      out[i] = Math.log(u) - Math.log1p(-u);
    }
  },
} as const satisfies NoiseSource;

/** epsilon ~ Gumbel(0, 1): -log(-log u). */
export const standardGumbelNoise = {
  name: 'standardGumbel',
  description: 'independent standard Gumbel draws, for categories',
  fill(out: Float32Array, random: RandomStream) {
    for (let i = 0; i < out.length; i++) out[i] = -Math.log(-Math.log(inside(random)));
  },
} as const satisfies NoiseSource;

/** epsilon ~ Laplace(0, 1): the sign of u - 1/2, and -log of its distance from 0. */
export const standardLaplaceNoise = {
  name: 'standardLaplace',
  description: 'independent standard Laplace draws',
  fill(out: Float32Array, random: RandomStream) {
    for (let i = 0; i < out.length; i++) {
      const u = inside(random);
      out[i] = u < 0.5 ? Math.log(2 * u) : -Math.log(2 * (1 - u));
    }
  },
} as const satisfies NoiseSource;

/** Returns a number inside (0, 1), where logarithms are finite. */
function inside(random: RandomStream): number {
  return (random.nextUint32() + 0.5) / 2 ** 32;
}

/** epsilon = 0: every latent becomes the location of its posterior. */
export const zeroNoise = {
  name: 'zero',
  description: 'no noise: latents are the locations of their posteriors',
  standsInFor: ['standardNormal', 'standardLaplace', 'standardLogistic'],
  fill(out: Float32Array) {
    out.fill(0);
  },
} as const satisfies NoiseSource;
