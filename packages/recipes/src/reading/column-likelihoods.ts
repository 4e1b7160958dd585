import { partName, partOptions, type Spec } from '@helmholtz/core';

/** Column of a table, as a data set describes it. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: 'real' | 'count' | 'binary' | 'categorical';
  /** Number of elements of a cell. */
  readonly size: number;
}

/** Default likelihood of each kind of column. */
const likelihoods: Readonly<Record<ColumnFacts['kind'], () => Spec['likelihood']>> = {
  real: () => ({ name: 'normal', scale: 'learned' }),
  count: () => 'poisson',
  binary: () => 'bernoulli',
  categorical: () => 'categorical',
};

/** Whether the columns of a heterogeneous likelihood follow from the data. */
export function leavesColumns(likelihood: Spec['likelihood']): boolean {
  return partName(likelihood) === 'heterogeneous' && partOptions(likelihood)['columns'] === undefined;
}

/** Returns the heterogeneous likelihood of a table, by the kinds of its columns. */
export function likelihoodOfColumns(columns: readonly ColumnFacts[]): Spec['likelihood'] {
  return {
    name: 'heterogeneous',
    columns: columns.map(({ name, kind, size }) => ({
      name,
      ...(size === 1 ? {} : { size }),
      likelihood: likelihoods[kind](),
    })),
  };
}
