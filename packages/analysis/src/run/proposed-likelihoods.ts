import { partName, partOptions, type Spec } from '@helmholtz/core';
import { type Dataset, lookAtDataset, type ProposedLikelihood, proposeLikelihood } from '@helmholtz/datasets';

/** Kind of a column that names the rows. */
const IDENTIFIER = 'identifier';

/** Columns that a line names. */
const MOST_NAMED = 8;

/**
 * Returns the columns of a table with the likelihoods that are proposed for their values, where
 * these differ from the likelihoods by kind. `declareSpec` takes them as `proposals`.
 *
 * @example
 * ```ts
 * import { proposedColumns } from '@helmholtz/analysis';
 * import { applyFitted, fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const shares = [0.12, 0.4, 0.33, 0.9, 0.71, 0.5].join('\n');
 * const table = parseTable(`share\n${shares}\n`, 'train.csv');
 * const train = applyFitted(fitTable(table), { table }, 'train');
 * console.log(proposedColumns(train)); // { share: { likelihood: 'beta' } }
 * ```
 */
export function proposedColumns(train: Dataset): NonNullable<Spec['data']['columns']> {
  return Object.fromEntries(
    proposalsOf(train)
      .filter(({ isDefault }) => !isDefault)
      .map(({ column, likelihood, standardize }) => [
        column,
        likelihood === IDENTIFIER ? IDENTIFIER : { likelihood, ...(standardize ? { standardize } : {}) },
      ]),
  );
}

function proposalsOf(train: Dataset): ProposedLikelihood[] {
  if (train.fitted?.form !== 'table') return [];
  const { columns, looked } = lookAtDataset(train);
  return columns.flatMap((column) => proposeLikelihood(column, looked) ?? []);
}

/**
 * Returns one line about the proposed likelihoods that the columns of a table have, and one about
 * those that they don't have; none for other data.
 *
 * @param declaredColumns columns as the user declared them, which no line names.
 */
export function likelihoodNotes(
  { likelihood, data }: Spec,
  train: Dataset,
  declaredColumns: Spec['data']['columns'] = {},
): string[] {
  const used = likelihoodsByColumn(likelihood);
  if (!used) return [];
  const proposals = proposalsOf(train).filter(
    ({ isDefault, column }) => !isDefault && !isDeclared(declaredColumns, column),
  );
  const [taken, others] = [true, false].map((isTaken) =>
    proposals.filter(({ column, likelihood: name }) => (used.get(column) === name) === isTaken),
  ) as [ProposedLikelihood[], ProposedLikelihood[]];
  // Columns that name the rows are told with the other advice.
  const left = others.filter(
    ({ column, likelihood: name }) => name !== IDENTIFIER && !isDeclared(data.columns, column),
  );
  const change = (column: string, name: string): string => `--set data.columns.${column}.likelihood=${name}`;
  return [
    ...(taken[0]
      ? [
          `likelihoods by the values of columns: ${proposalsText(taken)}; to change one: ${change(taken[0].column, 'normal')}`,
        ]
      : []),
    ...(left[0]
      ? [
          `proposed likelihoods: ${proposalsText(left)}; to take all: --likelihood auto; to take one: ${change(left[0].column, left[0].likelihood)}`,
        ]
      : []),
  ];
}

/** Likelihood of each column by name; undefined for a likelihood of all columns together. */
function likelihoodsByColumn(likelihood: Spec['likelihood']): ReadonlyMap<string, string> | undefined {
  const { columns } = partOptions(likelihood);
  if (!Array.isArray(columns)) return undefined;
  const list = columns as readonly { readonly name: string; readonly likelihood: Spec['likelihood'] }[];
  return new Map(list.map((column) => [column.name, partName(column.likelihood)]));
}

/** Whether the spec chooses the kind or the likelihood of a column. */
function isDeclared(columns: Spec['data']['columns'] = {}, name: string): boolean {
  const own = Object.hasOwn(columns, name) ? columns[name] : undefined;
  return typeof own === 'string' || own?.kind !== undefined || own?.likelihood !== undefined;
}

/** Returns `income logNormal (positive and skewed), share beta (between 0 and 1)`. */
export function proposalsText(proposals: readonly ProposedLikelihood[]): string {
  const named = proposals
    .slice(0, MOST_NAMED)
    .map(({ column, likelihood, reason }) => `${column} ${likelihood} (${reason})`);
  const more = proposals.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
