import { HelmholtzError, itemAt } from '@helmholtz/base';
import {
  type ChooseLikelihood,
  type LikelihoodColumn,
  type LikelihoodLayer,
  likelihoodPart,
} from '@helmholtz/core';
import { type Block, Heterogeneous, realLine, type RowLayout, rowLayout } from '@helmholtz/distributions';
import { type Tensor, serialization } from '@tensorflow/tfjs-core';

import { z } from 'zod';

import type { Named, Shape } from '../layer.js';
import { type ColumnGroup, columnGroups, type ColumnHead, passesOn, weightsApart } from './column-groups.js';
import { joinedExposures } from './exposure.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** Column in a model file: class and configuration of its head. */
interface StoredColumn {
  readonly column: Named;
  readonly size: number;
  readonly head: { readonly layer: Named; readonly config: serialization.ConfigDict };
}

type Config = LikelihoodConfig & {
  readonly columns: readonly (ColumnHead | StoredColumn)[];
  readonly grouped?: boolean | undefined;
};

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
  /** Whether columns of the same likelihood share a head. Older models have one for each. */
  private readonly grouped: boolean;
  private readonly groups: readonly ColumnGroup[];
  private readonly layout: RowLayout;

  constructor(config: Config) {
    super(config);
    this.heads = config.columns.map((column) => ('column' in column ? restored(column) : column));
    this.columns = this.heads.map(({ name, size, head: { family, support } }) => {
      return { name, size, family, support };
    });
    this.grouped = config.grouped ?? false;
    this.groups = columnGroups(this.heads, this.grouped);
    this.layout = rowLayout(
      this.groups.map(({ parameters, columns }) => ({ size: parameters, columns: several(columns) })),
    );
    if (this.heads.some(({ head }) => head.adapt)) this.adapt = (mean) => this.adaptColumns(mean);
  }

  parameterShape(eventShape: readonly number[]): readonly number[] {
    checkSize(this.columns, eventShape);
    return [sum(this.groups.map(({ columns, parameters }) => columns.length * parameters))];
  }

  override build(inputShape: Shape | Shape[]): void {
    for (const { head, columns, parameters } of this.groups) {
      head.build(several(columns) ? [null, columns.length, parameters] : [null, parameters]);
      // The heads are no layers of the graph: this layer trains and saves their weights.
      this._trainableWeights.push(...head.weights);
    }
    weightsApart(this._trainableWeights);
    super.build(inputShape);
  }

  override transform(parameters: Tensor): Tensor {
    if (this.groups.every(({ head }) => passesOn(head))) return parameters;
    const passed = this.layout
      .parts(parameters)
      .map((part, index) => itemAt(this.groups, index).head.call(part, {}));
    return this.layout.join(passed.flat());
  }

  distribution(parameters: Tensor): Heterogeneous {
    return new Heterogeneous(
      this.layout.parts(parameters).map((part, index): Block => {
        const { size, head, columns } = itemAt(this.groups, index);
        return { size, distribution: head.distribution(part), columns: several(columns) };
      }),
    );
  }

  override getConfig() {
    const columns = this.heads.map(({ name, size, head }) => ({
      column: { name },
      size,
      head: { layer: { name: head.getClassName() }, config: head.getConfig() },
    }));
    // Older versions read models without groups.
    const grouped: serialization.ConfigDict = this.grouped ? { grouped: true } : {};
    return { ...super.getConfig(), columns, ...grouped };
  }

  private adaptColumns(mean: Float32Array): void {
    const elements: Float32Array[] = [];
    let start = 0;
    for (const { size } of this.heads) elements.push(mean.slice(start, (start += size)));
    for (const { head, columns } of this.groups) {
      head.adapt?.(Float32Array.from(columns.flatMap((column) => [...itemAt(elements, column)])));
    }
  }
}

/** Positions of several columns; undefined for one. */
function several(columns: readonly number[]): readonly number[] | undefined {
  return columns.length > 1 ? columns : undefined;
}

/** Creates a head from a model file. */
function restored({ column, size, head }: StoredColumn): ColumnHead {
  const registeredClass = serialization.SerializationMap.getMap().classNameMap[head.layer.name];
  if (!registeredClass) {
    throw new HelmholtzError('usage', `There is no layer class "${head.layer.name}".`, {
      hint: `It is the likelihood of the column "${column.name}". Import the module that registers it first.`,
    });
  }
  const [layerClass, fromConfig] = registeredClass;
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
 * Input: [batch, all], the parameters of each column along the last axis, in order. With `grouped`,
 * columns whose heads have the same class and options are computed together, which is much faster
 * for many columns. The result is the same up to rounding, and a weight holds what they learn.
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
  grouped = false,
  ...options
}: LikelihoodOptions & {
  readonly columns: readonly ColumnHead[];
  readonly grouped?: boolean;
}): HeterogeneousLikelihood {
  return new HeterogeneousLikelihood({ ...likelihoodConfig(options), columns, grouped });
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
  grouped: z
    .boolean()
    .default(false)
    .describe('true: computes columns with the same likelihood together, fast for many columns'),
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
  head: (config, { columns, grouped }, choose) =>
    heterogeneousLikelihood({ ...config, grouped, columns: headsOf(config, columns, choose) }),
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
