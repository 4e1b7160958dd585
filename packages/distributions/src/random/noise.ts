import { HelmholtzError, nearest } from '@helmholtz/base';
import { noise as ownNoise } from '../parts.js';
import type { NoiseSource } from './noise-source.js';

const sources = new Map<string, NoiseSource>(ownNoise.map((source) => [source.name, source]));

/**
 * Registers a noise source, so that noise inputs, specs and saved models can name it.
 *
 * @example
 * ```ts
 * import { noiseSource, registerNoiseSource } from '@helmholtz/distributions';
 *
 * registerNoiseSource({
 *   name: 'signs',
 *   description: 'independent draws of -1 and 1',
 *   fill: (out, random) => {
 *     for (let i = 0; i < out.length; i++) out[i] = random.next() < 0.5 ? -1 : 1;
 *   },
 * });
 * console.log(noiseSource('signs').name); // signs
 * ```
 */
export function registerNoiseSource(source: NoiseSource): void {
  sources.set(source.name, source);
}

/**
 * Lists all registered noise sources.
 *
 * @example
 * ```ts
 * import { noiseSources } from '@helmholtz/distributions';
 *
 * console.log(noiseSources().some(({ name }) => name === 'standardNormal')); // true
 * ```
 */
export function noiseSources(): readonly NoiseSource[] {
  return [...sources.values()];
}

/**
 * Returns the noise source of a name.
 *
 * @throws HelmholtzError (`usage`) for a noise source that is not registered.
 *
 * @example
 * ```ts
 * import { RandomStream, noiseSource } from '@helmholtz/distributions';
 *
 * const noise = new Float32Array(1000);
 * noiseSource('standardNormal').fill(noise, new RandomStream(1, 'noise'));
 * console.log(Math.abs(noise.reduce((sum, x) => sum + x) / 1000) < 0.1); // true
 * ```
 */
export function noiseSource(name: string): NoiseSource {
  const source = sources.get(name);
  if (source) return source;
  throw new HelmholtzError('usage', `There is no noise named "${name}".`, {
    hint: nearest(name, [...sources.keys()]),
  });
}

/**
 * Checks whether a noise source can replace another, such as `zero` for `standardNormal`.
 *
 * @throws HelmholtzError (`usage`) for a noise source that is not registered.
 *
 * @example
 * ```ts
 * import { noiseSuits } from '@helmholtz/distributions';
 *
 * console.log(noiseSuits('standardNormal', 'zero')); // true
 * console.log(noiseSuits('standardNormal', 'uniform')); // false
 * ```
 */
export function noiseSuits(expected: string, given: string): boolean {
  const { name, standsInFor = [] } = noiseSource(given);
  return name === expected || standsInFor.includes(expected);
}

/**
 * Checks that a noise source can replace the expected one.
 *
 * @param what user of the noise, for the error: `the posterior "normal"`.
 * @throws HelmholtzError (`usage`) if it cannot, or is not registered.
 *
 * @example
 * ```ts
 * import { checkNoise } from '@helmholtz/distributions';
 *
 * checkNoise('the posterior "normal"', 'standardNormal', 'zero'); // does not throw
 * ```
 */
export function checkNoise(what: string, expected: string, given: string): void {
  if (noiseSuits(expected, given)) return;
  const fitting = noiseSources().filter(({ name }) => noiseSuits(expected, name));
  throw new HelmholtzError('usage', `${what} cannot use the noise "${given}".`, {
    hint: `Use ${fitting.map(({ name }) => name).join(' or ')}.`,
  });
}
