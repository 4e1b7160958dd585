import { HelmholtzError } from '../errors.js';
import type { Progress } from './objective.js';

/** How long a weight takes to rise: below 1 a share of the training, from 1 on a number of steps. */
export type WarmUp = number;

/**
 * The share of its full weight that a term has at a step: a straight line from 0 at the first step to 1
 * (Sønderby et al. 2016, section 2.3). It is 1 where there is no training.
 *
 * @throws HelmholtzError (`usage`) for a length that is not above 0.
 */
export function warmedUp(warmUp: WarmUp, progress: Progress | undefined): number {
  if (!(warmUp > 0)) {
    throw new HelmholtzError('usage', `The warm-up is ${warmUp} long.`, {
      hint: 'Give a share of the training between 0 and 1, or a number of steps from 1 on.',
    });
  }
  if (progress === undefined) return 1;
  const steps = warmUp < 1 ? warmUp * progress.totalSteps : warmUp;
  return Math.min(progress.step / steps, 1);
}
