import type { UniformSource } from '../dataset.js';

/** The "minimal standard" generator of Park and Miller (1988). */
export function uniform(seed: number): UniformSource {
  let state = seed;
  return { next: () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 };
}

/** For reads that must not draw. */
export const noRandom: UniformSource = {
  next() {
    throw new Error('nothing was to be drawn here');
  },
};
