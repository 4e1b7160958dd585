import { concatBytes, type Files } from '@helmholtz/base';

import { decodeText } from './decode-text.js';
import { describeDialect } from './dialect.js';
import { CsvRows } from './scan-csv.js';
import { beginningOf, type ParseTableOptions, type Table, tableOf } from './table.js';

/** A file is read in pieces of this size, so that it is never held twice. */
const PIECE_BYTES = 2 ** 23;

const FEED = '\n'.charCodeAt(0);

/** Progress of reading a table: bytes, then columns. */
export interface ReadProgress {
  /** Such as `reading train.csv`. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
}

export interface ReadTableOptions extends ParseTableOptions {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly files: Files;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about the separator and the notation of numbers, if they are unusual. */
  readonly onChange?: ((line: string) => void) | undefined;
  /** Called while a large file is read. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/**
 * Reads a CSV file whose first row names the columns. Its text stays in memory, and the places of
 * some cells. Cells are parsed when their texts are requested.
 *
 * @throws HelmholtzError (`data`) that says where the file is not such a table, (`storage`) if it
 * can't be read.
 */
export async function readTable(
  path: string,
  { name, files, signal, onChange, onRead, ...options }: ReadTableOptions,
): Promise<Table> {
  const { likely, missing, ...declared } = options;
  const { csv, header } = await readRows(path, {
    name,
    files,
    signal,
    onRead,
    separator: declared.separator,
  });
  const table = tableOf(csv, { name, header, declared, likely, missing });
  const detected = describeDialect(table.dialect);
  if (detected !== undefined) onChange?.(`${name}: ${detected}`);
  return table;
}

async function readRows(
  path: string,
  {
    name,
    files,
    signal,
    onRead,
    separator,
  }: Omit<ReadTableOptions, keyof ParseTableOptions> & { readonly separator: string | undefined },
): Promise<{ readonly csv: CsvRows; readonly header: number }> {
  const { size = 0 } = (await files.stat(path)) ?? {};
  let begun: { readonly csv: CsvRows; readonly header: number } | undefined;
  let line = 1;
  // Bytes behind the last line end, and text of a row with a line end in quotes.
  let bytes: Uint8Array = new Uint8Array();
  let text = '';
  const begin = (first: string) => {
    const { header, separator: between } = beginningOf(first, separator);
    return { header, csv: new CsvRows(name, between) };
  };
  const add = (piece: Uint8Array, isLast: boolean): void => {
    text += decodeText(piece, name, line);
    begun ??= begin(text);
    text = begun.csv.add(text, isLast);
    for (let at = piece.indexOf(FEED); at >= 0; at = piece.indexOf(FEED, at + 1)) line++;
  };
  let done = 0;
  for await (const chunk of files.stream(path, { signal, chunkBytes: PIECE_BYTES })) {
    done += chunk.length;
    const end = done < size ? chunk.lastIndexOf(FEED) + 1 : 0;
    bytes = concatBytes([bytes, end === 0 ? chunk : chunk.subarray(0, end)]);
    if (end === 0) continue;
    add(bytes, false);
    bytes = chunk.slice(end);
    onRead?.({ task: `reading ${name}`, done, total: size });
  }
  add(bytes, true);
  return begun!;
}
