import { itemAt } from '@helmholtz/base';
import { type Tensor, scalar } from '@tensorflow/tfjs-core';

import { Distribution, type SampleWithLogProb } from '../distribution.js';
import { Normal } from '../families/normal.js';
import type { Support } from '../support.js';
import { TransformedDistribution } from '../transformed-distribution.js';
import type { Flow } from './flow.js';

export interface FlowDistributionOptions {
  /** Its name in errors; `flow` by default. */
  readonly name?: string;
  /** Base distribution of the flow; N(0, I) by default. */
  readonly base?: Distribution | undefined;
  /** [weightCount] of the flow. Undefined for a flow without parameters. */
  readonly weights?: Tensor | undefined;
  /** [..., amortizedCount]: terms that features add to the weights. */
  readonly amortized?: Tensor | undefined;
}

/**
 * Distribution of vectors: a normalizing flow of draws from the base distribution. log p(y) = log
 * p(x) - log |det df/dx|.
 *
 * @example
 * ```ts
 * import { Flow, FlowDistribution, flowStepOf } from '@helmholtz/distributions';
 * import { zeros } from '@tensorflow/tfjs-core';
 *
 * const actNorm = { step: flowStepOf('actNorm'), options: { amortized: false }, repeat: 1 };
 * const flow = new Flow([actNorm]);
 * const normal = new FlowDistribution(flow, { weights: zeros([flow.weightCount(2)]) });
 * console.log(normal.logProb(zeros([1, 2])).dataSync()[0]?.toFixed(3)); // -1.838
 * ```
 */
export class FlowDistribution extends Distribution {
  readonly family: string;
  readonly support: Support;
  readonly noise: string;
  override readonly eventRank = 1;
  /** The density of any value takes a cheap inverse; that of its own draws does not. */
  override readonly hasLogProb: boolean;
  override readonly hasCheapDraws: boolean;
  private readonly base: Distribution;

  constructor(
    private readonly flow: Flow,
    private readonly options: FlowDistributionOptions,
  ) {
    super();
    this.family = options.name ?? 'flow';
    this.support = flow.codomain;
    this.base = options.base ?? new Normal(scalar(0), scalar(1), scalar(0));
    this.noise = this.base.noise;
    this.hasLogProb = this.base.hasLogProb && flow.cheap.includes('inverse');
    this.hasCheapDraws = this.base.hasCheapDraws && flow.cheap.includes('forward');
  }

  logProb(value: Tensor): Tensor {
    return this.ofSize(value).logProb(value);
  }

  sample(noise: Tensor): Tensor {
    return this.ofSize(noise).sample(noise);
  }

  override sampleWithLogProb(noise: Tensor): SampleWithLogProb {
    return this.ofSize(noise).sampleWithLogProb(noise);
  }

  private ofSize({ shape }: Tensor): TransformedDistribution {
    const size = itemAt(shape, -1);
    const { weights, amortized } = this.options;
    const bijector = this.flow.bijector(size, weights, amortized);
    return new TransformedDistribution(this.base, bijector, this.family);
  }
}
