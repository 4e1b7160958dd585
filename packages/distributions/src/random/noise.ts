import { HelmholtzError, nearest } from '@helmholtz/base';
import { noise as ownNoise } from '../parts.js';
import type { NoiseSource } from './noise-source.js';

const sources = new Map<string, NoiseSource>(ownNoise.map((source) => [source.name, source]));

/** Adds a noise source to those that noise inputs name, also noise inputs read from a file. */
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
 * Whether noise of one name may be given to what transforms noise of another.
 *
 * @throws HelmholtzError (`usage`) for a noise source that is not registered.
 *
 * @example
 * ```ts
 * import { noiseSuits } from '@helmholtz/distributions';
 *
 * console.log(noiseSuits('standardNormal', 'zero'), noiseSuits('standardNormal', 'uniform')); // true false
 * ```
 */
export function noiseSuits(expected: string, given: string): boolean {
  const { name, standsInFor = [] } = noiseSource(given);
  return name === expected || standsInFor.includes(expected);
}

/**
 * Checks that noise of one name may be given to what transforms noise of another.
 *
 * @param what transforms it, as an error calls it: `the posterior "normal"`.
 * @throws HelmholtzError (`usage`)
 */
export function checkNoise(what: string, expected: string, given: string): void {
  if (noiseSuits(expected, given)) return;
  const fitting = noiseSources().filter(({ name }) => noiseSuits(expected, name));
  throw new HelmholtzError('usage', `${what} can't be drawn from the noise "${given}".`, {
    hint: `It takes ${fitting.map(({ name }) => name).join(' or ')}.`,
  });
}
