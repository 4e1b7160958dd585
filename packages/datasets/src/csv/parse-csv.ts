import { HelmholtzError } from '@helmholtz/base';

/** A row of a table as its file has it. */
export interface CsvRow {
  /** The line of the file that it begins in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * A cell with quotes around it, in which a doubled quote is one; or anything up to the next comma
 * or end of the line.
 */
const cell = /"([^"]*(?:""[^"]*)*)"|([^",\r\n]*)/y;
const afterCell = /,|\r\n|\n|\r|$/y;

/**
 * The rows of a CSV file (RFC 4180): cells between commas, in quotes where they hold commas, quotes
 * or line ends. A byte-order mark and lines without anything are left out.
 *
 * @param name the file's, for errors.
 * @throws HelmholtzError (`data`) that names the line where quotes do not fit.
 */
export function parseCsv(text: string, name: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let cells: string[] = [];
  let begun = line;
  while (at < text.length || cells.length > 0) {
    const [whole, quoted, plain] = matchAt(cell, text, at)!;
    at += whole.length;
    const end = matchAt(afterCell, text, at);
    if (!end) {
      throw new HelmholtzError('data', `${name}, line ${line}: there is a quote that does not fit.`, {
        hint: 'Put cells with commas, quotes or line ends in quotes as a whole, and double the quotes within.',
      });
    }
    cells.push(quoted?.replaceAll('""', '"') ?? plain!);
    line += whole.split(/\r\n|\n|\r/).length - 1;
    at += end[0].length;
    if (end[0] === ',') continue;
    if (cells.length > 1 || whole !== '') rows.push({ line: begun, cells });
    cells = [];
    line++;
    begun = line;
  }
  return rows;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
