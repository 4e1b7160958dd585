import { partName, partOptions, type Spec } from '@helmholtz/core';

/** A column of a table, as a data set describes it. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: 'real' | 'count' | 'binary' | 'categorical';
  /** Elements that a cell takes. */
  readonly size: number;
}

/** The likelihood of a column of each kind, where the spec does not say another. */
const likelihoods: Readonly<Record<ColumnFacts['kind'], () => Spec['likelihood']>> = {
  real: () => ({ name: 'normal', scale: 'learned' }),
  count: () => 'poisson',
  binary: () => 'bernoulli',
  categorical: () => 'categorical',
};

/** Whether a likelihood is of columns, and leaves it to the data which they are. */
export function leavesColumns(likelihood: Spec['likelihood']): boolean {
  return partName(likelihood) === 'heterogeneous' && partOptions(likelihood)['columns'] === undefined;
}

/** The likelihood of the rows of a table, each of its columns with one that suits its kind. */
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
