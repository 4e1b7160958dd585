import { HelmholtzError } from '@helmholtz/base';
import type { Progress } from './objective.js';

/** How a weight rises from 0: once, over a share of the training (below 1) or a number of steps (from 1 on); or in cycles. */
export type WarmUp = number | CyclicalWarmUp;

/** The weight rises again and again, so that the latents are found anew (Fu et al. 2019). */
export interface CyclicalWarmUp {
  /** How many times it rises in a training. */
  readonly cycles: number;
  /** The share of a cycle in which it rises; for the rest of it it stays. */
  readonly rise: number;
}

/**
 * The share of its full weight that a term has at a step: a straight line from 0 at the first step to 1 (Sønderby et al.
 * 2016, section 2.3), or one for each cycle (Fu et al. 2019, section 3.2). It is 1 where there is no training.
 *
 * @throws HelmholtzError (`usage`) for a length that is not above 0, or cycles that are not.
 */
export function warmedUp(warmUp: WarmUp, progress: Progress | undefined): number {
  if (typeof warmUp === 'object') return inCycles(warmUp, progress);
  if (!(warmUp > 0)) {
    throw new HelmholtzError('usage', `The warm-up is ${warmUp} long.`, {
      hint: 'Give a share of the training between 0 and 1, or a number of steps from 1 on.',
    });
  }
  if (progress === undefined) return 1;
  const steps = warmUp < 1 ? warmUp * progress.totalSteps : warmUp;
  return Math.min(progress.step / steps, 1);
}

function inCycles({ cycles, rise }: CyclicalWarmUp, progress: Progress | undefined): number {
  if (!(Number.isInteger(cycles) && cycles > 0 && rise > 0 && rise <= 1)) {
    throw new HelmholtzError(
      'usage',
      `The warm-up has ${cycles} cycles that rise for ${rise} of their length.`,
      {
        hint: 'Give a whole number of cycles from 1 on, and a share above 0 and at most 1.',
      },
    );
  }
  if (progress === undefined) return 1;
  const position = ((progress.step * cycles) % progress.totalSteps) / progress.totalSteps;
  return Math.min(position / rise, 1);
}
