import { HelmholtzError } from '@helmholtz/base';
import { partName, partOptions, type Spec } from '@helmholtz/core';

/** Column of a table, as a data set describes it. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: 'real' | 'count' | 'binary' | 'categorical' | 'ordinal' | 'constant';
  /** Number of elements of a cell. */
  readonly size: number;
  /** Number of grades of an ordinal column. */
  readonly levels?: number | undefined;
}

/** Column of known factors of counts, as an option of the likelihood of counts. */
type ExposureOption = { readonly exposure: string } | { readonly offset: string };

/** Default likelihood of a column by its kind. */
function defaultOf(
  { kind, levels }: Pick<ColumnFacts, 'kind' | 'levels'>,
  exposed?: ExposureOption,
): Spec['likelihood'] {
  if (kind === 'real') return { name: 'normal', scale: 'learned' };
  if (kind === 'ordinal') return { name: 'ordinal', ...(levels === undefined ? {} : { levels }) };
  if (kind === 'binary') return 'bernoulli';
  if (kind === 'categorical') return 'categorical';
  return exposed ? { name: 'poisson', ...exposed } : 'poisson';
}

/** Name of the likelihood of a table whose columns have the proposed likelihoods. */
export const AUTO = 'auto';

/** Whether the likelihoods of columns are those that are proposed for their values. */
export function isAuto(likelihood: Spec['likelihood']): boolean {
  return partName(likelihood) === AUTO;
}

/** Whether the columns of a heterogeneous likelihood follow from the data. */
export function leavesColumns(likelihood: Spec['likelihood']): boolean {
  if (isAuto(likelihood)) return true;
  return partName(likelihood) === 'heterogeneous' && partOptions(likelihood)['columns'] === undefined;
}

type Columns = NonNullable<Spec['data']['columns']>;

/**
 * Adds the proposed likelihoods to the declared columns. Columns with a kind or a likelihood of
 * their own stay. Counts have the declared exposure.
 */
export function withProposals(declared: Columns = {}, proposals: Columns = {}): Columns {
  const exposed = exposureIn(declared);
  const added = Object.entries(proposals).flatMap(([name, proposal]): [string, Columns[string]][] => {
    const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const isChosen =
      typeof declaration === 'string' ||
      declaration?.kind !== undefined ||
      declaration?.likelihood !== undefined;
    if (isChosen) return [];
    if (typeof proposal === 'string') return [[name, proposal]];
    const { likelihood } = proposal;
    const isCounts = typeof likelihood === 'string' && ofCounts.has(likelihood);
    const chosen = exposed && isCounts ? { name: likelihood, ...exposed } : likelihood;
    return [[name, { ...declaration, ...proposal, likelihood: chosen }]];
  });
  return { ...declared, ...Object.fromEntries(added) };
}

/** Likelihoods that take an exposure. */
const ofCounts: ReadonlySet<string> = new Set([
  'poisson',
  'negativeBinomial',
  'zeroInflatedPoisson',
  'zeroInflatedNegativeBinomial',
]);

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
    columns: columns
      // A constant column has no elements.
      .filter(({ kind }) => kind !== 'constant')
      .map((column) => ({
        name: column.name,
        ...(column.size === 1 ? {} : { size: column.size }),
        likelihood: declaredIn(declared, column) ?? defaultOf(column, exposed),
      })),
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
  column: ColumnFacts,
): Spec['likelihood'] | undefined {
  const { name } = column;
  const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
  const likelihood = typeof declaration === 'object' ? declaration.likelihood : undefined;
  // The number of grades follows from the data.
  if (likelihood === 'ordinal') return defaultOf(column);
  return typeof likelihood === 'string' && scaled.has(likelihood)
    ? { name: likelihood, scale: 'learned' }
    : likelihood;
}

function exposureIn(declared: NonNullable<Spec['data']['columns']>): ExposureOption | undefined {
  const kinds = Object.entries(declared).map(
    ([name, column]) => [name, typeof column === 'string' ? column : column.kind] as const,
  );
  const exposures = kinds.filter(([, kind]) => kind === 'exposure' || kind === 'offset');
  const [[name, kind] = [], second] = exposures;
  if (second !== undefined) {
    throw new HelmholtzError('usage', `The columns "${name}" and "${second[0]}" are both exposures.`, {
      hint: 'Say which counts have which: likelihood: { name: heterogeneous, columns: [{ name: visits, likelihood: { name: poisson, exposure: years } }, ...] }.',
    });
  }
  if (name === undefined) return undefined;
  return kind === 'exposure' ? { exposure: name } : { offset: name };
}
