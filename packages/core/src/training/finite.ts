import { HelmholtzError } from '@helmholtz/base';
import type { BatchResult } from './step.js';
import type { WeightValues } from './weights.js';

/** Time at which a number became NaN or infinite. */
export interface Moment {
  readonly epoch: number;
  /** Finished steps, including this one. */
  readonly step: number;
  /** Evaluated set; undefined for a batch of training. */
  readonly set?: 'validation' | 'test';
}

/** NaN or infinite number and its name. */
export interface NonFinite {
  readonly what: string;
  readonly value: number;
}

/**
 * Returns the NaN or infinite number in a batch's result that is the cause of others; undefined if
 * all are finite.
 */
export function nonFinite({ loss, metrics, gradients = {} }: BatchResult): NonFinite | undefined {
  const nonFiniteMetrics = Object.entries(metrics).filter(([, value]) => !Number.isFinite(value));
  // A sum is not finite if one of its terms is not. The term is the cause.
  const cause =
    nonFiniteMetrics.find(([metric]) => metric.includes('/')) ??
    nonFiniteMetrics.find(([metric]) => metric !== 'nelbo') ??
    nonFiniteMetrics[0];
  if (cause) return { what: cause[0], value: cause[1] };
  if (!Number.isFinite(loss)) return { what: 'the loss', value: loss };
  const gradient = Object.entries(gradients).find(([, sum]) => !Number.isFinite(sum));
  return gradient && { what: `the gradient of ${gradient[0]}`, value: gradient[1] };
}

/**
 * Checks the loss, the metrics and the gradients of a batch.
 *
 * @throws HelmholtzError (`numerics`) with the name of the number that became NaN or infinite.
 */
export function checkFinite(result: BatchResult, moment: Moment): void {
  const problem = nonFinite(result);
  if (problem) throw stopped(problem, moment);
}

/**
 * Checks the weights after an update. Metrics would show the problem only at the next step.
 *
 * @throws HelmholtzError (`numerics`) with the name of the weight that holds NaN or infinity.
 */
export function checkWeights(weights: WeightValues, moment: Moment): void {
  for (const [name, { values }] of weights) {
    const nonFiniteWeight = values.find((value) => !Number.isFinite(value));
    if (nonFiniteWeight !== undefined)
      throw stopped({ what: `the weight ${name}`, value: nonFiniteWeight }, moment);
  }
}

function stopped({ what, value }: NonFinite, { epoch, step, set }: Moment): HelmholtzError {
  const where = set ? ` of the ${set} set` : '';
  return new HelmholtzError(
    'numerics',
    `${what}${where} became ${value} at step ${step} (epoch ${epoch}); training stopped.`,
    {
      hint:
        'Lower the learning rate, clip gradients (training.clip), or check the scale of the data. ' +
        'The last good checkpoint is kept.',
    },
  );
}
