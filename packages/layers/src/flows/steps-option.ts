import { HelmholtzError } from '@helmholtz/base';
import { choose } from '@helmholtz/core';
import type { distributionParts } from '@helmholtz/distributions';
import { type Direction, Flow, type FlowStep, flowSteps } from '@helmholtz/distributions';
import { z } from 'zod';

type OwnStep = (typeof distributionParts.flowSteps)[number];

/** A step as a spec states it: its name, or its name with options and how often it is repeated. */
export type StepInput = OwnStep extends infer Step
  ? Step extends FlowStep<infer Name, infer Options>
    ? | (Record<never, never> extends z.input<Options> ? Name : never)
      | ({ name: Name; repeat?: number | undefined } & OptionsOf<z.input<Options>>)
    : never
  : never;

/** Zod states an object without keys as a record of `never`. */
type OptionsOf<Input> = string extends keyof Input ? unknown : Input;

const step = z.union([
  z.string(),
  z.looseObject({ name: z.string(), repeat: z.int().min(1).max(1000).optional() }),
]);

/**
 * The option `steps` of a flow in a spec, the first one nearest to the base: `steps: [{ name:
 * planar, repeat: 20 }]`.
 *
 * @param byDefault the steps of a flow that names none.
 */
export const stepsOption = (byDefault: StepInput[]) => steps.default(byDefault as z.output<typeof steps>);

const steps = z
  .array(step as unknown as z.ZodType<z.output<typeof step>, StepInput>)
  .min(1)
  .describe(
    'the steps one after another: [{ name: planar, repeat: 20 }]; helmholtz list flowSteps has their names',
  );

/**
 * Returns the flow of the steps that a spec names.
 *
 * @throws HelmholtzError (`usage`) for a step that is not known, or options that it does not take.
 *
 * @example
 * ```ts
 * import { chosenFlow } from '@helmholtz/layers';
 *
 * console.log(chosenFlow(['actNorm', { name: 'planar', repeat: 20 }]).cheap); // [ 'forward' ]
 * ```
 */
export function chosenFlow(steps: readonly z.output<typeof step>[]): Flow {
  return new Flow(
    steps
      .map((reference) => {
        const { repeat = 1, ...rest } = typeof reference === 'string' ? { name: reference } : reference;
        return { ...choose('flow step', flowSteps(), rest), repeat };
      })
      .map(({ part, ...chosen }) => ({ step: part, ...chosen })),
  );
}

/**
 * Returns the flow of the steps that a spec names.
 *
 * @param what needs a direction, as an error calls it: `The posterior of "z"`.
 * @throws HelmholtzError (`usage`) for a step whose direction is not cheap.
 */
export function cheapFlow(steps: readonly z.output<typeof step>[], direction: Direction, what: string): Flow {
  const flow = chosenFlow(steps);
  const costly = flow.steps.find((chosen) => !chosen.step.cheap.includes(direction));
  if (!costly) return flow;
  const fitting = flowSteps().filter(({ cheap }) => cheap.includes(direction));
  throw new HelmholtzError(
    'usage',
    `${what} needs the ${direction} direction of its flow, which the step "${costly.step.name}" does not have at a low cost.`,
    {
      hint:
        `${direction === 'forward' ? 'Draws take the forward direction' : 'The density of a given value takes the inverse'}. ` +
        `Steps that have it: ${fitting.map(({ name }) => name).join(', ')}.`,
    },
  );
}
