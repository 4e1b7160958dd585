import type { Dataset } from '../dataset.js';
import { inColumns } from '../missing-values.js';
import { changedConstantsLine } from './constant-column.js';
import { differencesFrom, differencesLine } from './differences.js';
import type { Fitted } from './fitted.js';

/**
 * Warns if new examples differ from the training data: columns with distant means, columns that
 * vary only here, and columns with missing values that have none in the training data.
 */
export function warnOfDifferences(fitted: Fitted, dataset: Dataset, onWarning: (line: string) => void): void {
  const far = differencesLine(dataset.name, differencesFrom(fitted, dataset));
  if (far !== undefined) onWarning(far);
  warnOfChangedConstants({ ...dataset, fitted }, onWarning);
  const holes = newHolesLine(fitted, dataset);
  if (holes !== undefined) onWarning(holes);
}

/** Warns if columns that are constant in the training data have other values. */
export function warnOfChangedConstants(
  { fitted, table }: Pick<Dataset, 'fitted' | 'table'>,
  onWarning: (line: string) => void,
): void {
  const line = fitted?.form === 'table' && table ? changedConstantsLine(fitted, table) : undefined;
  if (line !== undefined) onWarning(line);
}

function newHolesLine(fitted: Fitted, { name, size, missing }: Dataset): string | undefined {
  if (!missing) return undefined;
  const known = columnsWithHoles(fitted);
  const columns = missing.columns.filter((column) => !known.has(column.name));
  const anyKnown = fitted.form === 'array' && fitted.missing !== undefined;
  if (missing.columns.length > 0 ? columns.length === 0 : anyKnown) return undefined;
  return (
    `${name} has missing values where the training data have none${inColumns({ ...missing, columns }, size)}. ` +
    'They are left out, but the model did not learn from such examples.'
  );
}

function columnsWithHoles(fitted: Fitted): ReadonlySet<string> {
  if (fitted.form === 'table') {
    return new Set(fitted.columns.filter(({ missing }) => missing).map(({ name }) => name));
  }
  const { elements = [] } = fitted.missing ?? {};
  return new Set(elements.flatMap((count, element) => (count > 0 ? [`element ${element}`] : [])));
}
