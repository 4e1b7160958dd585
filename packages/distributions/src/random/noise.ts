import { HelmholtzError, nearest } from '@helmholtz/base';
import { fillStandardNormal } from './standard-normal.js';
import type { RandomStream } from './stream.js';

/** A base distribution p(epsilon), free of parameters, that noise inputs are filled from. */
export interface NoiseSource {
  readonly name: string;
  readonly description: string;
  /** The sources that it may stand in for: draws of the same distribution, or its centre. */
  readonly standsInFor?: readonly string[];
  /** Overwrites every element of `out` with an independent draw. */
  fill(out: Float32Array, random: RandomStream): void;
}

/** epsilon ~ N(0, 1) */
export const standardNormalNoise: NoiseSource = {
  name: 'standardNormal',
  description: 'independent standard normal draws',
  fill: fillStandardNormal,
};

/** epsilon ~ U[0, 1): of the 24 bits that a float32 holds, since more would round up to 1 now and then. */
export const uniformNoise: NoiseSource = {
  name: 'uniform',
  description: 'independent uniform draws from 0 to below 1',
  fill(out, random) {
    for (let i = 0; i < out.length; i++) out[i] = (random.nextUint32() >>> 8) / 2 ** 24;
  },
};

/** epsilon ~ Logistic(0, 1): log u - log(1 - u). */
const standardLogisticNoise: NoiseSource = {
  name: 'standardLogistic',
  description: 'independent standard logistic draws: of relaxed binary latents',
  fill(out, random) {
    for (let i = 0; i < out.length; i++) {
      const u = inside(random);
      out[i] = Math.log(u) - Math.log1p(-u);
    }
  },
};

/** epsilon ~ Gumbel(0, 1): -log(-log u). */
const standardGumbelNoise: NoiseSource = {
  name: 'standardGumbel',
  description: 'independent standard Gumbel draws: of categories, relaxed or not',
  fill(out, random) {
    for (let i = 0; i < out.length; i++) out[i] = -Math.log(-Math.log(inside(random)));
  },
};

/** epsilon ~ Laplace(0, 1): the sign of u about a half, and -log of the distance from there. */
const standardLaplaceNoise: NoiseSource = {
  name: 'standardLaplace',
  description: 'independent standard Laplace draws',
  fill(out, random) {
    for (let i = 0; i < out.length; i++) {
      const u = inside(random);
      out[i] = u < 0.5 ? Math.log(2 * u) : -Math.log(2 * (1 - u));
    }
  },
};

/** Strictly between 0 and 1, where logarithms are finite. */
function inside(random: RandomStream): number {
  return (random.nextUint32() + 0.5) / 2 ** 32;
}

/** epsilon = 0: every latent becomes the location of its posterior. */
export const zeroNoise: NoiseSource = {
  name: 'zero',
  description: 'no noise: latents are the locations of their posteriors',
  standsInFor: ['standardNormal', 'standardLaplace', 'standardLogistic'],
  fill(out) {
    out.fill(0);
  },
};

const sources = new Map<string, NoiseSource>();

/** Makes a noise source available to noise inputs by name, also to those read from a file. */
export function registerNoiseSource(source: NoiseSource): void {
  sources.set(source.name, source);
}

export function noiseSources(): readonly NoiseSource[] {
  return [...sources.values()];
}

export function noiseSource(name: string): NoiseSource {
  const source = sources.get(name);
  if (source) return source;
  throw new HelmholtzError('usage', `There is no noise named "${name}".`, {
    hint: nearest(name, [...sources.keys()]),
  });
}

/**
 * Checks that noise of one name may be given to what transforms noise of another.
 *
 * @param what transforms it, as an error calls it: `the posterior "normal"`.
 * @throws HelmholtzError (`usage`)
 */
export function checkNoise(what: string, expected: string, given: string): void {
  const fits = ({ name, standsInFor = [] }: NoiseSource): boolean =>
    name === expected || standsInFor.includes(expected);
  if (fits(noiseSource(given))) return;
  const fitting = noiseSources().filter(fits);
  throw new HelmholtzError('usage', `${what} can't be drawn from the noise "${given}".`, {
    hint: `It takes ${fitting.map(({ name }) => name).join(' or ')}.`,
  });
}

registerNoiseSource(standardNormalNoise);
registerNoiseSource(uniformNoise);
registerNoiseSource(standardLogisticNoise);
registerNoiseSource(standardGumbelNoise);
registerNoiseSource(standardLaplaceNoise);
registerNoiseSource(zeroNoise);
