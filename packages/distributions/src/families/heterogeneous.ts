import { type Tensor, add, broadcastTo, concat, split } from '@tensorflow/tfjs-core';

import { noiseFromUniform } from '../math/noise-from-uniform.js';
import { Distribution, meanOf, sumOverEvents, varianceOf } from '../distribution.js';
import { realLine } from '../support.js';

/** Distribution of `size` neighbouring elements of a row. */
export interface Block {
  readonly size: number;
  readonly distribution: Distribution;
}

/**
 * Distribution of rows whose elements have different families, independent given the parameters.
 *
 * @example
 * ```ts
 * import { Heterogeneous, Normal, Poisson } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const row = new Heterogeneous([
 *   { size: 1, distribution: new Normal(tensor([0]), tensor([1])) },
 *   { size: 1, distribution: new Poisson(tensor([0])) },
 * ]);
 * console.log(row.logProb(tensor([0, 0])).dataSync()[0]?.toFixed(3)); // -1.919
 * ```
 */
export class Heterogeneous extends Distribution {
  readonly family = 'heterogeneous';
  readonly support = realLine;
  readonly noise = 'uniform';
  override readonly eventRank = 1;
  override mean?: () => Tensor;
  override variance?: () => Tensor;

  /** @param blocks in the order of the elements on the last axis. */
  constructor(readonly blocks: readonly Block[]) {
    super();
    // Where a block has no moments, the row has none.
    const of = (moment: 'mean' | 'variance') =>
      blocks.every(({ distribution }) => distribution[moment] !== undefined);
    if (of('mean')) this.mean = () => this.means();
    if (of('mean') && of('variance')) this.variance = () => this.variances();
  }

  /** log p(x) = the sum of the blocks' log-densities: [...] of x [..., elements]. */
  logProb(value: Tensor): Tensor {
    return this.logProbOfBlocks(value).reduce((total, logProb) => add(total, logProb));
  }

  /** log p of each block, [...] each, in their order. */
  logProbOfBlocks(value: Tensor): Tensor[] {
    return this.partsOf(value).map((part, index) => {
      const { distribution } = this.blocks[index]!;
      return sumOverEvents(distribution.logProb(part), 1 - distribution.eventRank);
    });
  }

  /** Transforms uniform noise to the noise of each block, and draws from it. */
  sample(noise: Tensor): Tensor {
    const draws = this.partsOf(noise).map((part, index) => {
      const { distribution } = this.blocks[index]!;
      return distribution.sample(noiseFromUniform(distribution.noise, part));
    });
    return concat(draws, -1);
  }

  private means(): Tensor {
    return concat(
      this.blocks.map(({ distribution }) => meanOf(distribution)),
      -1,
    );
  }

  private variances(): Tensor {
    // One scale may stand for all elements.
    const variances = this.blocks.map(({ distribution }) =>
      broadcastTo(varianceOf(distribution), meanOf(distribution).shape),
    );
    return concat(variances, -1);
  }

  private partsOf(value: Tensor): Tensor[] {
    return split(
      value,
      this.blocks.map(({ size }) => size),
      -1,
    );
  }
}
