import type { SpecDeclaration } from '@helmholtz/core';

/**
 * A normal noise of its own for each element of x, learned. Pixels that are always black would take it to 0, and the density without
 * end: it stays above two and a half of 255 grey levels.
 */
export const elementNoise: NonNullable<SpecDeclaration['likelihood']> = {
  name: 'normal',
  scale: 'learnedPerElement',
  minimumScale: 0.01,
};
