import { HelmholtzError, nearest } from '@helmholtz/base';
import { flowSteps as ownSteps } from '../parts.js';
import type { FlowStep } from './flow-step.js';

const steps = new Map<string, FlowStep>(ownSteps.map((step) => [step.name, step]));

/**
 * Registers a step, so that specs and models from files can use its name.
 *
 * @example
 * ```ts
 * import { bijectors, flowStep, flowStepOf, registerFlowStep } from '@helmholtz/distributions';
 * import { z } from 'zod';
 *
 * const shift = flowStep({
 *   name: 'shift',
 *   description: 'adds a learned vector',
 *   options: z.strictObject({}),
 *   cheap: ['forward', 'inverse'],
 *   parameters: (size) => ({ loc: { shape: [size], begin: 0 } }),
 *   bijector: ({ loc }) => bijectors.affine({ loc }),
 * });
 * registerFlowStep(shift);
 * console.log(flowStepOf('shift').description); // adds a learned vector
 * ```
 */
export function registerFlowStep(step: FlowStep): void {
  steps.set(step.name, step);
}

/**
 * Returns the steps of normalizing flows that a spec chooses by name.
 *
 * @example
 * ```ts
 * import { flowSteps } from '@helmholtz/distributions';
 *
 * console.log(flowSteps()[0]?.name); // planar
 * ```
 */
export function flowSteps(): readonly FlowStep[] {
  return [...steps.values()];
}

/**
 * Returns the step with a name.
 *
 * @throws HelmholtzError (`usage`) with the nearest name if no step has this name.
 *
 * @example
 * ```ts
 * import { flowStepOf } from '@helmholtz/distributions';
 *
 * console.log(flowStepOf('planar').cheap); // [ 'forward' ]
 * ```
 */
export function flowStepOf(name: string): FlowStep {
  const step = steps.get(name);
  if (step) return step;
  throw new HelmholtzError('usage', `There is no flow step named "${name}".`, {
    hint: nearest(name, [...steps.keys()]),
  });
}
