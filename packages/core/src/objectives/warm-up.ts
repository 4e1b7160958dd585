import { HelmholtzError } from '@helmholtz/base';
import type { Progress } from './objective.js';

/**
 * Schedule of a weight that rises from 0: once, over a share of the training (below 1) or a number
 * of steps (from 1 on); or in cycles.
 */
export type WarmUp = number | CyclicalWarmUp;

/** Weight that rises again in each cycle, so that latents can be learned again (Fu et al. 2019). */
export interface CyclicalWarmUp {
  /** Number of cycles in the training. */
  readonly cycles: number;
  /** Share of a cycle in which it rises. Afterwards it stays at its full value. */
  readonly rise: number;
}

/**
 * Returns the share of a term's full weight at a step. It rises linearly from 0 at the first step
 * to 1 (Sønderby et al. 2016, section 2.3), or in each cycle (Fu et al. 2019, section 3.2). It is 1
 * outside of training.
 *
 * @throws HelmholtzError (`usage`) for a length of 0 or less, or invalid cycles.
 */
export function warmedUp(warmUp: WarmUp, progress: Progress | undefined): number {
  if (typeof warmUp === 'object') return inCycles(warmUp, progress);
  if (!(warmUp > 0)) {
    throw new HelmholtzError('usage', `The option warmUp cannot be ${warmUp}.`, {
      hint: 'Give a share of the training between 0 and 1, or a number of steps from 1 on.',
    });
  }
  if (progress === undefined) return 1;
  const steps = warmUp < 1 ? warmUp * progress.totalSteps : warmUp;
  return Math.min(progress.step / steps, 1);
}

function inCycles({ cycles, rise }: CyclicalWarmUp, progress: Progress | undefined): number {
  if (!(Number.isInteger(cycles) && cycles > 0 && rise > 0 && rise <= 1)) {
    throw new HelmholtzError('usage', `The option warmUp cannot have cycles: ${cycles} and rise: ${rise}.`, {
      hint: 'cycles is a whole number from 1 on; rise is a share of a cycle, above 0 and at most 1.',
    });
  }
  if (progress === undefined) return 1;
  const position = ((progress.step * cycles) % progress.totalSteps) / progress.totalSteps;
  return Math.min(position / rise, 1);
}
