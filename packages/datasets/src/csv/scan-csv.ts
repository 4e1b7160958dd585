import { HelmholtzError, itemAt } from '@helmholtz/base';

/** Every so many cells of a row have their place noted. */
const STEP = 4;

/** Neighbouring columns that are read together, since a row takes many lines of the cache. */
const BLOCK_COLUMNS = 32;
/** Cells that are kept at most. */
const BLOCK_CELLS = 4e6;

const QUOTE = '"'.charCodeAt(0);
const RETURN = '\r'.charCodeAt(0);
const FEED = '\n'.charCodeAt(0);

/** Part of the text of a file, which ends at the end of a row. */
interface Piece {
  readonly text: string;
  /** Number of its first row. */
  readonly firstRow: number;
}

/** Columns that were read last. */
interface Block {
  readonly begin: number;
  readonly from: number;
  readonly until: number;
  readonly cells: readonly (readonly string[])[];
}

/** Growing list of whole numbers. */
class Numbers {
  length = 0;
  private values = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index]!;
  }
}

/**
 * Rows of a CSV file (RFC 4180), as its text and the places of some cells: a tenth of the memory of
 * a list of cells. Byte-order mark and lines without anything are left out.
 */
export class CsvRows {
  private readonly pieces: Piece[] = [];
  private readonly lines = new Numbers();
  private readonly counts = new Numbers();
  /** Of each row, the number of its first noted place. */
  private readonly noted = new Numbers();
  private readonly places = new Numbers();
  private readonly separatorCode: number;
  private line = 1;
  private block: Block | undefined;

  /** @param name name of the file, for errors. */
  constructor(
    private readonly name: string,
    readonly separator: string,
  ) {
    this.separatorCode = separator.charCodeAt(0);
  }

  get length(): number {
    return this.lines.length;
  }

  /** The line that a row begins in, from 1. */
  lineOf(row: number): number {
    return this.lines.at(row);
  }

  /** Number of cells of a row. */
  countOf(row: number): number {
    return this.counts.at(row);
  }

  /** The cells of a row. */
  cellsOf(row: number): string[] {
    const { text } = this.pieces.findLast(({ firstRow }) => firstRow <= row)!;
    let at = this.places.at(this.noted.at(row));
    return Array.from({ length: this.countOf(row) }, () => {
      const end = this.endOf(text, at);
      const cell = cellText(text, at, end);
      at = end + 1;
      return cell;
    });
  }

  /** The cells of a column of rows that have at least so many. */
  column(position: number, from: number, until: number): readonly string[] {
    const { block } = this;
    if (block?.from === from && block.until === until && position >= block.begin) {
      const known = block.cells[position - block.begin];
      if (known) return known;
    }
    const most = Math.floor(BLOCK_CELLS / Math.max(until - from, 1));
    const width = Math.max(1, Math.min(BLOCK_COLUMNS, most, this.countOf(from) - position));
    const cells = this.columnsFrom(position, width, from, until);
    this.block = { begin: position, from, until, cells };
    return itemAt(cells, 0);
  }

  private columnsFrom(position: number, width: number, from: number, until: number): string[][] {
    const columns = Array.from({ length: width }, () => new Array<string>(until - from));
    const [near, further] = [Math.floor(position / STEP), position % STEP];
    this.pieces.forEach(({ text, firstRow }, index) => {
      const end = Math.min(this.pieces[index + 1]?.firstRow ?? this.length, until);
      for (let row = Math.max(firstRow, from); row < end; row++) {
        let at = this.places.at(this.noted.at(row) + near);
        for (let skipped = 0; skipped < further; skipped++) at = this.endOf(text, at) + 1;
        for (const column of columns) {
          const cellEnd = this.endOf(text, at);
          column[row - from] = cellText(text, at, cellEnd);
          at = cellEnd + 1;
        }
      }
    });
    return columns;
  }

  /** The text of the file, all of it. */
  text(): string {
    return this.pieces.map(({ text }) => text).join('');
  }

  /**
   * Adds text of the file.
   *
   * @param isLast whether nothing follows. Otherwise the text ends with a line end.
   * @returns the text from the first row on that is not complete, which has a line end in quotes.
   * @throws HelmholtzError (`data`) that names the line where quotes do not fit.
   */
  add(text: string, isLast: boolean): string {
    const piece = { text, firstRow: this.length };
    let at = this.pieces.length === 0 && text.startsWith('\uFEFF') ? 1 : 0;
    while (at < text.length) {
      const end = this.addRow(text, at, isLast);
      if (end === undefined) {
        this.pieces.push({ ...piece, text: text.slice(0, at) });
        return text.slice(at);
      }
      at = end;
    }
    this.pieces.push(piece);
    return '';
  }

  /** Adds a row, and returns where the next begins; undefined for a row that is not complete. */
  private addRow(text: string, begin: number, isLast: boolean): number | undefined {
    const first = this.places.length;
    const line = this.line;
    let count = 0;
    let at = begin;
    for (;;) {
      if (count % STEP === 0) this.places.push(at);
      const end = this.endOf(text, at);
      if (end < 0) {
        if (isLast) throw misfit(this.name, this.line);
        this.places.length = first;
        this.line = line;
        return undefined;
      }
      if (text.charCodeAt(at) === QUOTE) this.line += lineEnds(text, at, end);
      count++;
      const code = text.charCodeAt(end);
      if (code === this.separatorCode) {
        at = end + 1;
        continue;
      }
      if (count > 1 || end > at) {
        this.noted.push(first);
        this.lines.push(line);
        this.counts.push(count);
      } else this.places.length = first;
      this.line++;
      return code === RETURN && text.charCodeAt(end + 1) === FEED ? end + 2 : end + 1;
    }
  }

  /** Where the cell at a place ends: at a separator, a line end or the end; -1 within quotes. */
  private endOf(text: string, at: number): number {
    let end = at;
    if (text.charCodeAt(at) === QUOTE) {
      end = at - 1;
      do {
        // A doubled quote stands for one.
        end = text.indexOf('"', end + 2);
        if (end < 0) return -1;
      } while (text.charCodeAt(end + 1) === QUOTE);
      end++;
      const code = text.charCodeAt(end);
      if (this.isEnd(code)) return end;
      throw misfit(this.name, this.line);
    }
    for (; ; end++) {
      const code = text.charCodeAt(end);
      if (this.isEnd(code)) return end;
      if (code === QUOTE) throw misfit(this.name, this.line);
    }
  }

  /** NaN is the code behind the end of the text. */
  private isEnd(code: number): boolean {
    return code === this.separatorCode || code === FEED || code === RETURN || Number.isNaN(code);
  }
}

function cellText(text: string, at: number, end: number): string {
  if (text.charCodeAt(at) !== QUOTE) return text.slice(at, end);
  return text.slice(at + 1, end - 1).replaceAll('""', '"');
}

function lineEnds(text: string, at: number, end: number): number {
  return text.slice(at, end).split(/\r\n|\n|\r/).length - 1;
}

function misfit(name: string, line: number): HelmholtzError {
  return new HelmholtzError('data', `${name}, line ${line}: there is a quote that does not fit.`, {
    hint: 'Put cells with separators, quotes or line ends in quotes as a whole, and double the quotes within.',
  });
}
