import { HelmholtzError } from '@helmholtz/base';

/** A row of a table as its file has it. */
export interface CsvRow {
  /** The line of the file that it begins in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Where each cell begins and ends in the text, with its quotes. */
  readonly spans: readonly (readonly [start: number, end: number])[];
}

export interface ParseCsvOptions {
  /** One character between cells; a comma by default. */
  readonly separator?: string | undefined;
  /** How many rows are read at most. */
  readonly most?: number | undefined;
}

/**
 * Returns the rows of a CSV file (RFC 4180). Cells with separators, quotes or line ends are in
 * quotes. A byte-order mark and empty lines are left out.
 *
 * @param name the file's, for errors.
 * @throws HelmholtzError (`data`) that names the line of a quote without its pair.
 */
export function parseCsv(
  text: string,
  name: string,
  { separator = ',', most = Infinity }: ParseCsvOptions = {},
): CsvRow[] {
  const { cell, afterCell } = patterns(separator);
  const rows: CsvRow[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let cells: string[] = [];
  let spans: [number, number][] = [];
  let begun = line;
  while ((at < text.length || cells.length > 0) && rows.length < most) {
    const [whole, quoted, plain] = matchAt(cell, text, at)!;
    at += whole.length;
    const end = matchAt(afterCell, text, at);
    if (!end) {
      throw new HelmholtzError('data', `${name}, line ${line}: there is a quote that does not fit.`, {
        hint: 'Put cells with separators, quotes or line ends in quotes as a whole, and double the quotes within.',
      });
    }
    spans.push([at - whole.length, at]);
    cells.push(quoted?.replaceAll('""', '"') ?? plain!);
    line += whole.split(/\r\n|\n|\r/).length - 1;
    at += end[0].length;
    if (end[0] === separator) continue;
    if (cells.length > 1 || whole !== '') rows.push({ line: begun, cells, spans });
    cells = [];
    spans = [];
    line++;
    begun = line;
  }
  return rows;
}

interface Patterns {
  /**
   * A cell in quotes, where a doubled quote is one; or all up to the next separator or line end.
   */
  readonly cell: RegExp;
  readonly afterCell: RegExp;
}

function patterns(separator: string): Patterns {
  const between = `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return {
    cell: new RegExp(`"([^"]*(?:""[^"]*)*)"|([^"${between}\\r\\n]*)`, 'y'),
    afterCell: new RegExp(`${between}|\\r\\n|\\n|\\r|$`, 'y'),
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
