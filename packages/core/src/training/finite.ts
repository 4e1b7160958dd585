import { HelmholtzError } from '../errors.js';
import type { BatchResult } from './step.js';
import type { WeightValues } from './weights.js';

/** Where something went wrong. */
export interface Moment {
  readonly epoch: number;
  /** Steps done, this one included. */
  readonly step: number;
  /** The set that was evaluated, where it was not a batch of training. */
  readonly of?: 'validation' | 'test';
}

/**
 * Checks the loss and the metrics of a batch.
 *
 * @throws HelmholtzError (`numerics`) that names the one that became NaN or infinite.
 */
export function checkFinite({ loss, metrics }: BatchResult, moment: Moment): void {
  const wrong = Object.entries(metrics).filter(([, value]) => !Number.isFinite(value));
  // A sum goes wrong with any of its parts; the cause is the part, not the sum.
  const cause =
    wrong.find(([metric]) => metric.includes('/')) ??
    wrong.find(([metric]) => metric !== 'nelbo') ??
    wrong[0];
  if (cause) throw stopped(cause[0], cause[1], moment);
  if (!Number.isFinite(loss)) throw stopped('the loss', loss, moment);
}

/**
 * Checks the weights that an update left, which no metric tells of until the next.
 *
 * @throws HelmholtzError (`numerics`) that names the one that holds NaN or infinity.
 */
export function checkWeights(weights: WeightValues, moment: Moment): void {
  for (const [name, { values }] of weights) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw stopped(`the weight ${name}`, wrong, moment);
  }
}

function stopped(what: string, value: number, { epoch, step, of }: Moment): HelmholtzError {
  const set = of ? ` of the ${of} set` : '';
  return new HelmholtzError(
    'numerics',
    `${what}${set} became ${value} at step ${step} (epoch ${epoch}); training stopped.`,
    { hint: 'Lower the learning rate, or check the scale of the data. The last good checkpoint is kept.' },
  );
}
