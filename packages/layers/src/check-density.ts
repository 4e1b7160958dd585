import { HelmholtzError } from '@helmholtz/base';
import type { Distribution } from '@helmholtz/distributions';

/**
 * Checks that a prior can compute its density at any value, such as a draw from the posterior.
 *
 * @throws HelmholtzError (`usage`) if the prior knows its density at its own draws only.
 */
export function checkDensity({ hasLogProb, family }: Distribution): void {
  if (hasLogProb) return;
  throw new HelmholtzError('usage', `The prior "${family}" knows its density at its own draws only.`, {
    hint: 'The KL divergence needs its density at draws from the posterior. Choose a prior with a cheap inverse.',
  });
}
