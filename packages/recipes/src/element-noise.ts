import type { SpecDeclaration } from '@helmholtz/core';

/**
 * Normal likelihood with a learned scale for each element of x. For pixels that are always black
 * the scale would go to 0 and the density to infinity. The minimum is 2.5 of 255 grey levels.
 */
export const elementNoise: NonNullable<SpecDeclaration['likelihood']> = {
  name: 'normal',
  scale: 'learnedPerElement',
  minimumScale: 0.01,
};
