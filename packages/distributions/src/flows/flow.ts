import { type Tensor, add, reshape, slice } from '@tensorflow/tfjs-core';

import type { Bijector, Direction } from '../bijectors/bijector.js';
import { block } from '../bijectors/block.js';
import { chain } from '../bijectors/chain.js';
import { permutation } from '../bijectors/permutation.js';
import { type Support, realLine } from '../support.js';
import type { FlowStep, StepParameter } from './flow-step.js';

/** A step with all options, and its number of repetitions. */
export interface ChosenStep {
  readonly step: FlowStep;
  readonly options: unknown;
  readonly repeat: number;
}

/** A parameter of one step of a flow, in the place that it has among all. */
export interface FlowParameter extends StepParameter {
  /** Such as `planar_2_u`. */
  readonly name: string;
  readonly length: number;
}

/**
 * A normalizing flow: a sequence of steps. Each step is a bijector with parameters. The parameters
 * are two vectors: `weights` holds all parameters, and `amortized` holds values that the features
 * of each example add to some of them.
 *
 * @example
 * ```ts
 * import { Flow, flowStepOf } from '@helmholtz/distributions';
 *
 * const planar = { step: flowStepOf('planar'), options: { amortized: false }, repeat: 2 };
 * const flow = new Flow([planar]);
 * console.log(flow.weightCount(3), flow.cheap); // 14 [ 'forward' ]
 * ```
 */
export class Flow {
  private readonly placed: readonly { step: FlowStep; options: unknown; reversed: boolean }[];

  constructor(readonly steps: readonly ChosenStep[]) {
    let ordered = 0;
    this.placed = steps.flatMap(({ step, options, repeat }) =>
      Array.from({ length: repeat }, () => ({
        step,
        options,
        reversed: step.ordered === true && ordered++ % 2 === 1,
      })),
    );
  }

  /** The directions that are cheap in every step. */
  get cheap(): readonly Direction[] {
    return (['forward', 'inverse'] as const).filter((direction) =>
      this.steps.every(({ step }) => step.cheap.includes(direction)),
    );
  }

  /** Where its values lie. */
  get codomain(): Support {
    return this.steps.at(-1)?.step.codomain ?? realLine;
  }

  /** Whether it has parameters, and whether features add to some of them. */
  get traits(): { readonly learned: boolean; readonly amortized: boolean } {
    const parameters = this.parameters(2);
    return {
      learned: parameters.length > 0,
      amortized: parameters.some(({ amortized }) => amortized),
    };
  }

  /**
   * Returns the parameters for vectors of `size` elements, in the order of `weights`.
   */
  parameters(size: number): FlowParameter[] {
    const counts = new Map<string, number>();
    return this.placed.flatMap(({ step, options }) => {
      const count = (counts.get(step.name) ?? 0) + 1;
      counts.set(step.name, count);
      return Object.entries(step.parameters(size, options)).map(([name, parameter]) => ({
        ...parameter,
        name: `${step.name}_${count}_${name}`,
        length: parameter.shape.reduce((product, length) => product * length, 1),
      }));
    });
  }

  /** The length of `weights`. */
  weightCount(size: number): number {
    return total(this.parameters(size));
  }

  /** The length of `amortized`; 0 where features decide nothing. */
  amortizedCount(size: number): number {
    return total(this.parameters(size).filter(({ amortized }) => amortized));
  }

  /**
   * The bijector of vectors of `size` elements.
   *
   * @param weights [weightCount].
   * @param amortized [..., amortizedCount], added to the weights that are amortized.
   */
  bijector(size: number, weights: Tensor | undefined, amortized?: Tensor): Bijector {
    const [ofAll, ofExample] = [weights && pieces(weights), amortized && pieces(amortized)];
    const bijectors = this.placed.map(({ step, options, reversed }) => {
      const parameters = Object.entries(step.parameters(size, options)).map(([name, parameter]) => {
        const shared = ofAll!(parameter.shape);
        const exampleOffset = parameter.amortized && ofExample ? ofExample(parameter.shape) : undefined;
        return [name, exampleOffset ? add(shared, exampleOffset) : shared] as const;
      });
      const bijector = step.bijector(Object.fromEntries(parameters), options, size);
      return reversed ? inReverse(bijector, size) : bijector;
    });
    return block(chain(bijectors as [Bijector, ...Bijector[]]), 1);
  }
}

function total(parameters: readonly FlowParameter[]): number {
  return parameters.reduce((sum, { length }) => sum + length, 0);
}

/** Takes one piece after another off the last axis: [..., ...shape]. */
function pieces(vector: Tensor): (shape: readonly number[]) => Tensor {
  let start = 0;
  const before = vector.shape.slice(0, -1);
  return (shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const piece = slice(vector, [...before.map(() => 0), start], [...before, length]);
    start += length;
    return reshape(piece, [...before, ...shape]);
  };
}

function inReverse(bijector: Bijector, size: number): Bijector {
  const reverse = permutation(Array.from({ length: size }, (_, index) => size - 1 - index));
  return chain([reverse, bijector, reverse]);
}
