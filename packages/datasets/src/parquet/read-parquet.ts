import { type Files, HelmholtzError, platform } from '@helmholtz/base';
import type { AsyncBuffer, ColumnMetaData, DecodedArray, FileMetaData, SchemaTree } from 'hyparquet';

import { unpackLz4Block } from '../compression/lz4.js';
import { columnarTable } from '../csv/columnar-table.js';
import type { Table } from '../csv/table.js';
import { cellText, nameOfType, parsers, typeOf } from './parquet-types.js';
import { readerReason } from '../tables/reader-reason.js';

/** More cells than this are not held in memory. */
const MOST_CELLS = 2 ** 27;

const MAGIC = 'PAR1';
const ENCRYPTED = 'PARE';

export interface ReadParquetOptions {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly files?: Files | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Texts that stand for missing values beside nulls. */
  readonly missing?: readonly string[] | undefined;
}

/**
 * Reads a Parquet file as a table, one row group after another.
 *
 * Nulls are missing values. Dates, times, decimals and booleans become the texts that a CSV file
 * has for them, whole numbers keep all digits.
 *
 * @throws HelmholtzError (`data`) for a file that is no Parquet file, is damaged, or too large for
 * memory.
 */
export async function readParquet(path: string, options: ReadParquetOptions): Promise<Table> {
  const { name, files = platform.files, signal, missing } = options;
  const file = await openBuffer(path, name, files);
  const { parquetRead, parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const { getSchemaPath } = await import('hyparquet/src/schema.js');
  const { checkPages } = await import('./check-pages.js');
  const metadata = await attempt(name, () => parquetMetadataAsync(file, { geoparquet: false }));
  const fields = await attempt(name, async () => parquetSchema(metadata).children);
  const size = rowsOf(metadata, name, fields.length);
  checkPaths(metadata, fields, name);
  const columns = new Map(fields.map(({ element }) => [element.name, new Array<DecodedArray>()]));
  const unpackers = { ...compressors, LZ4_RAW: unpackLz4Block };
  const check = async (path: SchemaTree[], chunk: ColumnMetaData): Promise<void> => {
    const begin = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
    const bytes = new Uint8Array(await file.slice(begin, begin + Number(chunk.total_compressed_size)));
    checkPages({ metadata: chunk, path, bytes }, unpackers);
  };
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (const { meta_data: chunk } of group.columns) {
      if (!chunk) continue;
      signal?.throwIfAborted();
      await attempt(name, () => check(getSchemaPath(metadata.schema, chunk.path_in_schema), chunk));
    }
    // One column after another: if one of several fails, the others would fail unseen.
    for (const [column, parts] of columns) {
      signal?.throwIfAborted();
      const chunks: { start: number; values: DecodedArray }[] = [];
      await attempt(name, () =>
        parquetRead({
          file,
          metadata,
          compressors: unpackers,
          parsers,
          columns: [column],
          rowStart: start,
          rowEnd: end,
          onChunk: ({ columnData, rowStart }) => void chunks.push({ start: rowStart, values: columnData }),
        }),
      );
      const valueCount = chunks.reduce((sum, { values }) => sum + values.length, 0);
      if (valueCount !== end - start)
        throw damaged(name, `column "${column}" has ${valueCount} of ${end - start} values`);
      parts.push(...chunks.sort((one, other) => one.start - other.start).map(({ values }) => values));
    }
    start = end;
  }
  return columnarTable(
    name,
    size,
    fields.map((field) => ({
      name: field.element.name,
      type: typeOf(field),
      typeName: nameOfType(field),
      texts: () => textsOf(field, columns.get(field.element.name) ?? []),
    })),
    missing,
  );
}

function textsOf(field: SchemaTree, parts: readonly DecodedArray[]): string[] {
  const text = cellText(field);
  const texts: string[] = [];
  for (const part of parts) for (const value of part) texts.push(text(value));
  return texts;
}

/** Opens a file, and says of what is no Parquet file what it is. */
async function openBuffer(path: string, name: string, files: Files): Promise<AsyncBuffer> {
  const size = (await files.stat(path))?.size ?? 0;
  const text = async (start: number): Promise<string> =>
    String.fromCharCode(...(await files.readRange(path, start, MAGIC.length)));
  if (size === 0) {
    throw new HelmholtzError('data', `${name} is empty: it has 0 bytes.`, {
      hint: 'Write or copy the file again.',
    });
  }
  const [first, last] = [await text(0), await text(Math.max(size - MAGIC.length, 0))];
  if (first === ENCRYPTED || last === ENCRYPTED) {
    throw new HelmholtzError('data', `${name} is an encrypted Parquet file.`, {
      hint: 'Write it without encryption.',
    });
  }
  if (first !== MAGIC) {
    throw new HelmholtzError('data', `${name} is not a Parquet file: it does not start with ${MAGIC}.`, {
      hint: 'Write it with pandas, for example: DataFrame.to_parquet(path). A text file needs the extension .csv.',
    });
  }
  if (last !== MAGIC || size < 3 * MAGIC.length) {
    throw new HelmholtzError('data', `${name} is cut short: it does not end with ${MAGIC}.`, {
      hint: 'The download or the copy was not finished: get the file again.',
    });
  }
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = await files.readRange(path, start, end - start);
      if (bytes.length < end - start) throw damaged(name, 'it ends too early');
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    },
  };
}

function rowsOf({ num_rows, row_groups }: FileMetaData, name: string, columns: number): number {
  const rows = Number(num_rows);
  const grouped = row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== grouped || rows < 0 || row_groups.some((group) => group.num_rows < 0n)) {
    throw damaged(name, `its metadata give ${rows} rows, but its row groups have ${grouped}`);
  }
  if (rows * columns > MOST_CELLS) {
    throw new HelmholtzError(
      'data',
      `${name} has ${rows} rows of ${columns} columns; at most ${MOST_CELLS} cells are supported.`,
      { hint: 'Write fewer rows or only the columns that are needed.' },
    );
  }
  return rows;
}

/** Every row group has a chunk for each leaf of the schema, in its order. */
function checkPaths({ row_groups }: FileMetaData, fields: readonly SchemaTree[], name: string): void {
  const leaves = fields.flatMap(leavesOf).join('\n');
  row_groups.forEach(({ columns }, index) => {
    const paths = columns.map(({ meta_data }) => meta_data?.path_in_schema.join('.') ?? '').join('\n');
    if (paths !== leaves) throw damaged(name, `row group ${index + 1} has other columns than the schema`);
  });
}

function leavesOf({ path, children }: SchemaTree): string[] {
  return children.length === 0 ? [path.join('.')] : children.flatMap(leavesOf);
}

async function attempt<Value>(name: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof HelmholtzError) throw cause;
    throw damaged(name, readerReason(cause), cause);
  }
}

function damaged(name: string, why: string, cause?: unknown): HelmholtzError {
  return new HelmholtzError('data', `${name} can't be read as a Parquet file: ${why}.`, {
    hint: 'Open it in another program to check whether it is damaged, and write it again.',
    cause,
  });
}
