import { itemAt } from '@helmholtz/base';
import { type Tensor, add, broadcastTo, split, squeeze, sum } from '@tensorflow/tfjs-core';

import { noiseFromUniform } from '../math/noise-from-uniform.js';
import { Distribution, meanOf, sumOverEvents, varianceOf } from '../distribution.js';
import { realLine } from '../support.js';
import { type RowLayout, rowLayout } from './row-layout.js';

/**
 * Distribution of a column, `size` neighbouring elements of a row: [..., size]. Or of several columns
 * of the same family and size: [..., columns, size].
 */
export interface Block {
  readonly size: number;
  readonly distribution: Distribution;
  /** Positions of several columns in the row, from 0. A block without it is the next column. */
  readonly columns?: readonly number[] | undefined;
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

  private readonly layout: RowLayout;

  /** @param blocks in the order of the elements on the last axis, or with the columns of each. */
  constructor(readonly blocks: readonly Block[]) {
    super();
    this.layout = rowLayout(blocks);
    // Where a block has no moments, the row has none.
    const allHave = (moment: 'mean' | 'variance') =>
      blocks.every(({ distribution }) => distribution[moment] !== undefined);
    if (allHave('mean')) this.mean = () => this.means();
    if (allHave('mean') && allHave('variance')) this.variance = () => this.variances();
  }

  /** log p(x) = the sum of the columns' log-densities: [...] of x [..., elements]. */
  logProb(value: Tensor): Tensor {
    return this.logProbOfBlocks(value)
      .map((logProb, index) => (this.blocks[index]?.columns ? sum(logProb, -1) : logProb))
      .reduce((total, logProb) => add(total, logProb));
  }

  /** log p of each column, [...] each, in the order of the row. */
  logProbOfColumns(value: Tensor): Tensor[] {
    const terms: Tensor[] = [];
    this.logProbOfBlocks(value).forEach((logProb, index) => {
      const positions = itemAt(this.layout.columns, index);
      const each = positions.length === 1 ? [logProb] : split(logProb, positions.length, -1);
      const { columns } = itemAt(this.blocks, index);
      each.forEach((term, place) => {
        terms[itemAt(positions, place)] = columns ? squeeze(term, [term.rank - 1]) : term;
      });
    });
    return terms;
  }

  /** Transforms uniform noise to the noise of each block, and draws from it. */
  sample(noise: Tensor): Tensor {
    const draws = this.layout.parts(noise).map((part, index) => {
      const { distribution } = itemAt(this.blocks, index);
      return distribution.sample(noiseFromUniform(distribution.noise, part));
    });
    return this.layout.join(draws);
  }

  /** log p of each block: [...] of a column, [..., columns] of several. */
  private logProbOfBlocks(value: Tensor): Tensor[] {
    return this.layout.parts(value).map((part, index) => {
      const { distribution } = itemAt(this.blocks, index);
      return sumOverEvents(distribution.logProb(part), 1 - distribution.eventRank);
    });
  }

  private means(): Tensor {
    return this.layout.join(this.blocks.map(({ distribution }) => meanOf(distribution)));
  }

  private variances(): Tensor {
    // One scale may stand for all elements.
    const variances = this.blocks.map(({ distribution }) =>
      broadcastTo(varianceOf(distribution), meanOf(distribution).shape),
    );
    return this.layout.join(variances);
  }
}
