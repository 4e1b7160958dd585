import { HelmholtzError } from '@helmholtz/base';
import type { Distribution } from '@helmholtz/distributions';

/**
 * Checks that a prior has a density at what the posterior draws.
 *
 * @throws HelmholtzError (`usage`) for a prior that has a density at its own draws alone.
 */
export function checkDensity({ hasLogProb, family }: Distribution): void {
  if (hasLogProb) return;
  throw new HelmholtzError('usage', `The prior "${family}" has a density at its own draws alone.`, {
    hint: 'A prior is asked for its density at draws of the posterior: choose one with an inverse.',
  });
}
