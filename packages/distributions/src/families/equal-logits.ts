import { HelmholtzError } from '@helmholtz/base';
import { type Tensor, zeros } from '@tensorflow/tfjs-core';

/**
 * Returns the logits of equally likely categories.
 *
 * @throws HelmholtzError (`usage`) for fewer than two categories.
 */
export function equalLogits(categories: number, prior: string): Tensor {
  if (!Number.isInteger(categories) || categories < 2) {
    throw new HelmholtzError('usage', `The prior "${prior}" has categories: ${categories}.`, {
      hint: 'Expected a whole number of at least 2: the categories of each group of its posterior.',
    });
  }
  return zeros([categories]);
}
