import { itemAt } from '@helmholtz/base';
import type { ScheduleSpec } from '../spec/schema.js';

/**
 * Learning rate of a step. `step` counts from 0. `totalSteps` is the length of the whole training.
 */
export type LearningRateSchedule = (step: number, totalSteps: number) => number;

/**
 * Returns the learning rate schedule that a spec declares.
 *
 * - `exponential`: rate decay^(step / everySteps)
 * - `cosine`: Loshchilov and Hutter 2017, equation 5, without restarts
 * - `piecewise`: one value between each two boundaries
 *
 * @example
 * ```ts
 * import { createSchedule } from '@helmholtz/core';
 *
 * const rate = createSchedule({ name: 'cosine', final: 0 }, 0.1);
 * console.log([0, 50, 100].map((step) => rate(step, 101).toFixed(3)));
 * // [ '0.100', '0.050', '0.000' ]
 * ```
 */
export function createSchedule(spec: ScheduleSpec, learningRate: number): LearningRateSchedule {
  switch (spec.name) {
    case 'constant':
      return () => learningRate;
    case 'exponential':
      return (step) => learningRate * spec.decay ** (step / spec.everySteps);
    case 'cosine':
      // Loshchilov and Hutter 2017, equation 5, without restarts.
      return (step, totalSteps) => {
        const progress = Math.min(step / Math.max(totalSteps - 1, 1), 1);
        return spec.final + (learningRate - spec.final) * 0.5 * (1 + Math.cos(Math.PI * progress));
      };
    case 'piecewise':
      return (step) =>
        spec.values[spec.boundaries.filter((boundary) => step >= boundary).length] ?? itemAt(spec.values, -1);
  }
}
