import { itemAt } from '@helmholtz/base';
import type { Dataset } from '../dataset.js';
import { columnsOf } from '../fitted/apply-table.js';
import { numberReader, plainNotation, writeNumber } from './number-notation.js';
import type { Table } from './table.js';
import { withoutFormula } from './without-formula.js';

/** Name of the column that numbers stacked completions. */
const IMPUTATION = 'imputation';

const { matches: isNumber } = numberReader(plainNotation);

/**
 * Returns the text of a table with its missing cells filled in. All else stays as it is in the
 * file, byte by byte: other cells, quotes, separators, line ends and columns that the model does
 * not use.
 *
 * Several completions are stacked, with their numbers from 1 on in a first column `imputation`, as
 * mice's `complete(action = "long")` has them.
 *
 * @param rows texts of the modelled columns of each row, for each completion.
 * @param stacked whether completions are numbered.
 * @returns undefined for a data set that is no table.
 *
 * @example
 * ```ts
 * import { applyFitted, completeTable, fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const table = parseTable('age,ward\n40.5,a\n,b\n39.5,a\n', 'rows.csv');
 * const dataset = applyFitted(fitTable(table), { table }, 'rows');
 * const rows = [['40.5', 'a'], ['40.2', 'b'], ['39.5', 'a']];
 * console.log(completeTable(dataset, [rows], { stacked: false })?.trim());
 * // age,ward
 * // 40.5,a
 * // 40.2,b
 * // 39.5,a
 * ```
 */
export function completeTable(
  { table, fitted }: Dataset,
  completions: readonly (readonly (readonly string[])[])[],
  { stacked }: { readonly stacked: boolean },
): string | undefined {
  if (!table || fitted?.form !== 'table') return undefined;
  const holes = columnsOf(fitted).map(({ name, isMissing }, column) => {
    const position = table.columns.indexOf(name);
    // New rows need not have a column that is constant.
    const cells = position < 0 ? [] : table.cells(name);
    return { column, position, missing: cells.map((cell) => isMissing(cell)) };
  });
  const { text, header, rows } = table.source;
  const { separator } = table.dialect;
  const filledRow = (completion: readonly (readonly string[])[], row: number): Replacement[] =>
    holes.flatMap(({ column, position, missing }) =>
      missing[row]
        ? [
            {
              span: itemAt(itemAt(rows, row).spans, position),
              text: cellText(itemAt(itemAt(completion, row), column), table),
            },
          ]
        : [],
    );
  const [first] = completions;
  if (!stacked) {
    return replaced(
      text,
      rows.flatMap((_, row) => filledRow(first!, row)),
    );
  }
  const begin = itemAt(header.spans, 0)[0];
  const lineEnd = /\r\n|\n|\r/.exec(text.slice(itemAt(header.spans, -1)[1]))?.[0] ?? '\n';
  const line = (start: number, end: number, replacements: readonly Replacement[]): string =>
    replaced(
      text.slice(start, end),
      replacements.map(({ span: [from, to], ...rest }) => ({ ...rest, span: [from - start, to - start] })),
    );
  const lines = completions.flatMap((completion, index) =>
    rows.map(({ spans }, row) => {
      const filled = line(itemAt(spans, 0)[0], itemAt(spans, -1)[1], filledRow(completion, row));
      return `${index + 1}${separator}${filled}`;
    }),
  );
  const titles = `${IMPUTATION}${separator}${text.slice(begin, itemAt(header.spans, -1)[1])}`;
  return text.slice(0, begin) + [titles, ...lines].map((each) => each + lineEnd).join('');
}

interface Replacement {
  readonly span: readonly [start: number, end: number];
  readonly text: string;
}

/** Returns a text with other texts in some places. */
function replaced(text: string, replacements: readonly Replacement[]): string {
  const sorted = replacements.toSorted((a, b) => a.span[0] - b.span[0]);
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: own } of sorted) {
    parts.push(text.slice(at, span[0]), own);
    [, at] = span;
  }
  return [...parts, text.slice(at)].join('');
}

function cellText(value: string, { dialect }: Table): string {
  const written = isNumber(value) ? writeNumber(value, dialect) : withoutFormula(value);
  const quoted = written.includes(dialect.separator) || /["\r\n]/.test(written);
  return quoted ? `"${written.replaceAll('"', '""')}"` : written;
}
