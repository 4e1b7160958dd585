import { HelmholtzError } from '@helmholtz/base';
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

/** What became NaN or infinite, and which of these. */
export interface NonFinite {
  readonly what: string;
  readonly value: number;
}

/** What of a batch's result is NaN or infinite, by the name of what is to blame; undefined where nothing is. */
export function nonFinite({ loss, metrics, gradients = {} }: BatchResult): NonFinite | undefined {
  const wrong = Object.entries(metrics).filter(([, value]) => !Number.isFinite(value));
  // A sum goes wrong with any of its parts; the cause is the part, not the sum.
  const cause =
    wrong.find(([metric]) => metric.includes('/')) ??
    wrong.find(([metric]) => metric !== 'nelbo') ??
    wrong[0];
  if (cause) return { what: cause[0], value: cause[1] };
  if (!Number.isFinite(loss)) return { what: 'the loss', value: loss };
  const gradient = Object.entries(gradients).find(([, sum]) => !Number.isFinite(sum));
  return gradient && { what: `the gradient of ${gradient[0]}`, value: gradient[1] };
}

/**
 * Checks the loss, the metrics and the gradients of a batch.
 *
 * @throws HelmholtzError (`numerics`) that names the one that became NaN or infinite.
 */
export function checkFinite(result: BatchResult, moment: Moment): void {
  const wrong = nonFinite(result);
  if (wrong) throw stopped(wrong, moment);
}

/**
 * Checks the weights that an update left, which no metric tells of until the next.
 *
 * @throws HelmholtzError (`numerics`) that names the one that holds NaN or infinity.
 */
export function checkWeights(weights: WeightValues, moment: Moment): void {
  for (const [name, { values }] of weights) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw stopped({ what: `the weight ${name}`, value: wrong }, moment);
  }
}

function stopped({ what, value }: NonFinite, { epoch, step, of }: Moment): HelmholtzError {
  const set = of ? ` of the ${of} set` : '';
  return new HelmholtzError(
    'numerics',
    `${what}${set} became ${value} at step ${step} (epoch ${epoch}); training stopped.`,
    {
      hint:
        'Lower the learning rate, clip gradients (training.clip), or check the scale of the data. ' +
        'The last good checkpoint is kept.',
    },
  );
}
