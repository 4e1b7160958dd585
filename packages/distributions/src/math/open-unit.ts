import { type Tensor, clipByValue } from '@tensorflow/tfjs-core';

/** The smallest normal and the largest float32 number between 0 and 1. */
const [LEAST, GREATEST] = [2 ** -126, 1 - 2 ** -24];

/**
 * Numbers between 0 and 1 that were rounded to one of these, put back between them, where their
 * logarithms are finite.
 */
export function insideUnit(x: Tensor, least = LEAST): Tensor {
  return clipByValue(x, least, GREATEST);
}

/**
 * Uniform noise from above 0 to below 1, where inverse distribution functions are finite: 0 becomes
 * half of its least step.
 */
export function openUniform(uniform: Tensor): Tensor {
  return insideUnit(uniform, 2 ** -25);
}
