import { partName, partOptions, type Spec } from '@helmholtz/core';
import type { Column } from '@helmholtz/datasets';

/** The likelihood of a column of each kind, where the spec does not say another. */
const likelihoods: Readonly<Record<Column['kind'], () => Spec['likelihood']>> = {
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
export function likelihoodOfColumns(columns: readonly Column[]): Spec['likelihood'] {
  return {
    name: 'heterogeneous',
    columns: columns.map(({ name, kind, size }) => ({
      name,
      ...(size === 1 ? {} : { size }),
      likelihood: likelihoods[kind](),
    })),
  };
}
