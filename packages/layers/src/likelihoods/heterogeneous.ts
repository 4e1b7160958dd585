import { HelmholtzError } from '@helmholtz/base';
import {
  type ChooseLikelihood,
  type LikelihoodColumn,
  type LikelihoodLayer,
  likelihoodPart,
} from '@helmholtz/core';
import { type Block, Heterogeneous, realLine } from '@helmholtz/distributions';
import { type Tensor, concat, serialization, split } from '@tensorflow/tfjs-core';

import { z } from 'zod';

import type { Named, Shape } from '../layer.js';
import { joinedExposures } from './exposure.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** Head of one column of a row, of `size` elements. */
export interface ColumnHead {
  readonly name: string;
  readonly size: number;
  readonly head: LikelihoodLayer;
}

/** Column in a model file: class and configuration of its head. */
interface StoredColumn {
  readonly column: Named;
  readonly size: number;
  readonly head: { readonly layer: Named; readonly config: serialization.ConfigDict };
}

type Config = LikelihoodConfig & { readonly columns: readonly (ColumnHead | StoredColumn)[] };

/**
 * Likelihood head of rows with one likelihood per column: p(x | z) is the product over the columns.
 */
export class HeterogeneousLikelihood extends LikelihoodHead {
  static readonly className = 'HeterogeneousLikelihood';
  static readonly description = 'log p(x) of rows whose columns have likelihoods of their own';
  readonly family = 'heterogeneous';
  readonly support = realLine;
  readonly columns: readonly LikelihoodColumn[];
  readonly adapt: ((mean: Float32Array) => void) | undefined;
  private readonly heads: readonly ColumnHead[];

  constructor(config: Config) {
    super(config);
    this.heads = config.columns.map((column) => ('column' in column ? restored(column) : column));
    this.columns = this.heads.map(({ name, size, head: { family, support } }) => {
      return { name, size, family, support };
    });
    if (this.heads.some(({ head }) => head.adapt)) this.adapt = (mean) => this.adaptColumns(mean);
  }

  parameterShape(eventShape: readonly number[]): readonly number[] {
    checkSize(this.columns, eventShape);
    return [sum(this.lengths)];
  }

  override build(inputShape: Shape | Shape[]): void {
    this.heads.forEach(({ head }, index) => {
      head.build([null, this.lengths[index]!]);
      // The heads are no layers of the graph: this layer trains and saves their weights.
      this._trainableWeights.push(...head.weights);
    });
    super.build(inputShape);
  }

  override transform(parameters: Tensor): Tensor {
    const passed = this.parts(parameters).map((part, index) => this.heads[index]!.head.call(part, {}));
    return concat(passed.flat(), -1);
  }

  distribution(parameters: Tensor): Heterogeneous {
    return new Heterogeneous(
      this.parts(parameters).map((part, index): Block => {
        const { size, head } = this.heads[index]!;
        return { size, distribution: head.distribution(part) };
      }),
    );
  }

  override getConfig() {
    const columns = this.heads.map(({ name, size, head }) => ({
      column: { name },
      size,
      head: { layer: { name: head.getClassName() }, config: head.getConfig() },
    }));
    return { ...super.getConfig(), columns };
  }

  /** Number of parameters of each column. */
  private get lengths(): number[] {
    return this.heads.map(({ size, head }) => sum(head.parameterShape?.([size]) ?? [size]));
  }

  private parts(parameters: Tensor): Tensor[] {
    return split(parameters, this.lengths, -1);
  }

  private adaptColumns(mean: Float32Array): void {
    let start = 0;
    for (const { size, head } of this.heads) {
      head.adapt?.(mean.slice(start, start + size));
      start += size;
    }
  }
}

/** Creates a head from a model file. */
function restored({ column, size, head }: StoredColumn): ColumnHead {
  const known = serialization.SerializationMap.getMap().classNameMap[head.layer.name];
  if (!known) {
    throw new HelmholtzError('usage', `There is no layer class "${head.layer.name}".`, {
      hint: `It is the likelihood of the column "${column.name}". Import the module that registers it first.`,
    });
  }
  const [layerClass, fromConfig] = known;
  return { name: column.name, size, head: fromConfig(layerClass, head.config) as LikelihoodLayer };
}

const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0);

function checkSize(columns: readonly { readonly size: number }[], eventShape: readonly number[]): void {
  const elements = sum(columns.map(({ size }) => size));
  if (eventShape.length === 1 && eventShape[0] === elements) return;
  throw new HelmholtzError(
    'usage',
    `The columns of the likelihood have ${elements} elements, the observed variable has ${eventShape.join(' x ')}.`,
    {
      hint: 'Give each column its size. A one-hot category has one element per value.',
    },
  );
}

/**
 * Creates a likelihood head of rows with one likelihood per column: p(x | z) is the product over
 * the columns.
 *
 * Input: [batch, all], the parameters of each column along the last axis, in order.
 *
 * @example
 * ```ts
 * import { heterogeneousLikelihood, normalLikelihood, poissonLikelihood } from '@helmholtz/layers';
 *
 * const row = heterogeneousLikelihood({
 *   columns: [
 *     { name: 'height', size: 1, head: normalLikelihood({ scale: 'network' }) },
 *     { name: 'visits', size: 1, head: poissonLikelihood() },
 *   ],
 * });
 * console.log(row.parameterShape([2])); // [ 3 ]
 * ```
 */
export function heterogeneousLikelihood({
  columns,
  ...options
}: LikelihoodOptions & { readonly columns: readonly ColumnHead[] }): HeterogeneousLikelihood {
  return new HeterogeneousLikelihood({ ...likelihoodConfig(options), columns });
}

const options = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        size: z.int().min(1).default(1),
        likelihood: z.union([z.string(), z.looseObject({ name: z.string() })]),
      }),
    )
    .min(1)
    .describe('the columns in the order of the data: [{ name: age, likelihood: normal }, ...]'),
});

type Columns = z.output<typeof options>['columns'];

export const heterogeneousPart = likelihoodPart({
  name: 'heterogeneous',
  description: 'rows of a table with a likelihood per column; columns: in the order of the data',
  options,
  parameterShape(eventShape, { columns }, choose) {
    checkSize(columns, eventShape);
    return [sum(columns.flatMap(({ size, likelihood }) => choose(likelihood).parameterShape([size])))];
  },
  exposures(_, { columns }, choose) {
    let begin = 0;
    return joinedExposures(
      columns.map(({ name, size, likelihood: reference }) => {
        const likelihood = choose(reference);
        const exposures = likelihood.exposures?.([size]) ?? [];
        if (exposures.some(({ input }) => input === 'total')) throw noTotal(name);
        const placed = { begin, exposures };
        begin += sum(likelihood.parameterShape([size]));
        return placed;
      }),
    );
  },
  head: (config, { columns }, choose) =>
    heterogeneousLikelihood({ ...config, columns: headsOf(config, columns, choose) }),
});

function noTotal(column: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The column "${column}" has the exposure "total", but a row has no total.`,
    {
      hint: 'Its columns hold different things. Declare a column as the exposure: data: { columns: { years: exposure } }; an array of counts has a total.',
    },
  );
}

function headsOf(
  { name, variable }: { readonly name: string; readonly variable: string },
  columns: Columns,
  choose: ChooseLikelihood,
): ColumnHead[] {
  return columns.map((column, index) => ({
    name: column.name,
    size: column.size,
    head: choose(column.likelihood).head({
      name: `${name}_${index + 1}`,
      variable,
    }) as LikelihoodLayer,
  }));
}
