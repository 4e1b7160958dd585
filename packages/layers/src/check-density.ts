import { HelmholtzError } from '@helmholtz/base';
import type { Distribution } from '@helmholtz/distributions';

/**
 * Checks that a prior can compute its density at any value, such as a draw from the posterior.
 *
 * @throws HelmholtzError (`usage`) if the prior computes its density only at its own draws.
 */
export function checkDensity({ hasLogProb, family }: Distribution): void {
  if (hasLogProb) return;
  throw new HelmholtzError('usage', `The prior "${family}" computes its density only at its own draws.`, {
    hint: 'The KL divergence needs its density at draws from the posterior. Choose a prior with a cheap inverse.',
  });
}
