import { likelihoodPart } from '@helmholtz/core';
import { Ordinal, type Support, ordinalLevels } from '@helmholtz/distributions';
import { type Tensor, add, concat, cumsum, exp, mul, split, zeros } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { Shape } from '../layer.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** Options of an ordinal head. */
export interface OrdinalOptions {
  /** Number of grades, at least 2. 5 by default. */
  readonly levels?: number;
  /**
   * `learned`: all elements share the cutpoints. `learnedPerElement`, the default: each has its own.
   */
  readonly cutpoints?: 'learned' | 'learnedPerElement';
}

const LEVELS = 5;

/**
 * Likelihood head of ordinal grades: P(x <= k | z) = sigmoid(cutpoint k - loc).
 *
 * The weights w give increasing cutpoints: cutpoint 0 is b0 + w0, and the step to cutpoint k is
 * (bk - b(k-1)) exp(wk). With the constants b, all grades are equally likely at loc = 0 and w = 0,
 * where training starts.
 */
export class OrdinalLikelihood extends LikelihoodHead {
  static readonly className = 'OrdinalLikelihood';
  static readonly description = 'log p(x) of ordinal grades, from their locations';
  readonly family = 'ordinal';
  readonly support: Support;
  private readonly levels: number;
  private readonly cutpoints: 'learned' | 'learnedPerElement';
  private weight: LayerVariable | undefined;

  constructor(config: LikelihoodConfig & OrdinalOptions) {
    super(config);
    this.levels = config.levels ?? LEVELS;
    this.cutpoints = config.cutpoints ?? 'learnedPerElement';
    this.support = ordinalLevels(this.levels);
  }

  override build(inputShape: Shape | Shape[]): void {
    const elements =
      this.cutpoints === 'learned' ? [] : (this.computeOutputShape(inputShape).slice(1) as number[]);
    this.weight = this.addWeight(
      'cutpoints',
      [...elements, this.levels - 1],
      'float32',
      initializers.zeros(),
    );
    super.build(inputShape);
  }

  distribution(loc: Tensor): Ordinal {
    return new Ordinal(loc, this.increasing());
  }

  override getConfig() {
    return { ...super.getConfig(), levels: this.levels, cutpoints: this.cutpoints };
  }

  private increasing(): Tensor {
    const [first, steps] = evenCutpoints(this.levels);
    const weight = this.weight?.read() ?? zeros([this.levels - 1]);
    const [offset, logFactors] = split(weight, [1, this.levels - 2], -1) as [Tensor, Tensor];
    const begin = add(offset, first);
    if (steps.length === 0) return begin;
    const axis = weight.rank - 1;
    return cumsum(concat([begin, mul(exp(logFactors), steps)], axis), axis);
  }
}

/** First cutpoint between equally likely grades, logit(1 / levels), and the steps to the next ones. */
function evenCutpoints(levels: number): [first: number, steps: number[]] {
  const logit = (grades: number): number => Math.log(grades / (levels - grades));
  const steps = Array.from({ length: levels - 2 }, (_, index) => logit(index + 2) - logit(index + 1));
  return [logit(1), steps];
}

/**
 * Creates a likelihood head of ordinal grades, whole numbers from 0 to `levels` - 1, such as answers
 * of a survey: the cumulative logit model (McCullagh 1980).
 *
 * Input: loc, [batch, ...event]. Larger values give higher grades. The cutpoints are learned.
 *
 * @example
 * ```ts
 * import { ordinalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = ordinalLikelihood({ levels: 4 });
 * head.build([null, 1]);
 * console.log(head.nll(tensor([[3]]), tensor([[0]])).dataSync()[0]?.toFixed(3)); // 1.386
 * ```
 */
export function ordinalLikelihood(options: LikelihoodOptions & OrdinalOptions = {}): OrdinalLikelihood {
  return new OrdinalLikelihood(likelihoodConfig(options));
}

export const ordinalPart = likelihoodPart({
  name: 'ordinal',
  description: 'grades 0 to levels - 1 in their order, from a location; cutpoints are learned',
  options: z.strictObject({
    levels: z.int().min(2).max(1000).default(LEVELS).describe('the number of grades'),
    cutpoints: z
      .enum(['learned', 'learnedPerElement'])
      .default('learnedPerElement')
      .describe('"learned", the same for all elements, or "learnedPerElement"'),
  }),
  parameterShape: (eventShape) => eventShape,
  head: (config, options) => ordinalLikelihood({ ...config, ...options }),
});
