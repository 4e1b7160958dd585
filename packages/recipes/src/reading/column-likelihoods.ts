import { HelmholtzError } from '@helmholtz/base';
import { partName, partOptions, type Spec } from '@helmholtz/core';

/** Column of a table, as a data set describes it. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: 'real' | 'count' | 'binary' | 'categorical' | 'constant';
  /** Number of elements of a cell. */
  readonly size: number;
}

/** Column of known factors of counts, as an option of the likelihood of counts. */
type ExposureOption = { readonly exposure: string } | { readonly offset: string };

/** Default likelihood of each kind of column. */
const likelihoods: Readonly<
  Record<Exclude<ColumnFacts['kind'], 'constant'>, (exposed?: ExposureOption) => Spec['likelihood']>
> = {
  real: () => ({ name: 'normal', scale: 'learned' }),
  count: (exposed) => (exposed ? { name: 'poisson', ...exposed } : 'poisson'),
  binary: () => 'bernoulli',
  categorical: () => 'categorical',
};

/** Whether the columns of a heterogeneous likelihood follow from the data. */
export function leavesColumns(likelihood: Spec['likelihood']): boolean {
  return partName(likelihood) === 'heterogeneous' && partOptions(likelihood)['columns'] === undefined;
}

/**
 * Returns the heterogeneous likelihood of a table, by the kinds of its columns.
 *
 * @param declared kinds of columns as the data of the spec declare them. Counts have the exposure
 *   among them.
 * @throws HelmholtzError (`usage`) for several exposures.
 */
export function likelihoodOfColumns(
  columns: readonly ColumnFacts[],
  declared: Spec['data']['columns'] = {},
): Spec['likelihood'] {
  const exposed = exposureIn(declared);
  return {
    name: 'heterogeneous',
    grouped: true,
    columns: columns.flatMap(({ name, kind, size }) =>
      // A constant column has no elements.
      kind === 'constant'
        ? []
        : {
            name,
            ...(size === 1 ? {} : { size }),
            likelihood: declaredIn(declared, name) ?? likelihoods[kind](exposed),
          },
    ),
  };
}

/** Families whose scale is learned if a column names them without options. */
const scaled: ReadonlySet<string> = new Set([
  'normal',
  'laplace',
  'logNormal',
  'zeroInflatedLogNormal',
  'studentT',
]);

function declaredIn(
  declared: NonNullable<Spec['data']['columns']>,
  name: string,
): Spec['likelihood'] | undefined {
  const column = Object.hasOwn(declared, name) ? declared[name] : undefined;
  const likelihood = typeof column === 'object' ? column.likelihood : undefined;
  return typeof likelihood === 'string' && scaled.has(likelihood)
    ? { name: likelihood, scale: 'learned' }
    : likelihood;
}

function exposureIn(declared: NonNullable<Spec['data']['columns']>): ExposureOption | undefined {
  const kinds = Object.entries(declared).map(
    ([name, column]) => [name, typeof column === 'string' ? column : column.kind] as const,
  );
  const found = kinds.filter(([, kind]) => kind === 'exposure' || kind === 'offset');
  const [[name, kind] = [], second] = found;
  if (second !== undefined) {
    throw new HelmholtzError('usage', `The columns "${name}" and "${second[0]}" are both exposures.`, {
      hint: 'Say which counts have which: likelihood: { name: heterogeneous, columns: [{ name: visits, likelihood: { name: poisson, exposure: years } }, ...] }.',
    });
  }
  if (name === undefined) return undefined;
  return kind === 'exposure' ? { exposure: name } : { offset: name };
}
