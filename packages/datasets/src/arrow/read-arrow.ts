import { type Files, HelmholtzError, platform } from '@helmholtz/base';
import { columnarTable } from '../csv/columnar-table.js';
import type { Table } from '../csv/table.js';
import { readerReason } from '../tables/reader-reason.js';

/** A larger file is not held in memory. */
const MOST_BYTES = 2 ** 30;

interface ReadArrowOptions {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly files?: Files | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Texts that stand for missing values beside nulls. */
  readonly missing?: readonly string[] | undefined;
}

/**
 * Reads an Arrow IPC file or stream as a table: `.arrow`, and `.feather` of version 2. Values become
 * texts as those of Parquet files do.
 *
 * @throws HelmholtzError (`data`) for a file that is no Arrow file, is damaged, or too large for
 * memory.
 */
export async function readArrow(path: string, options: ReadArrowOptions): Promise<Table> {
  const { name, files = platform.files, signal, missing } = options;
  const size = (await files.stat(path))?.size ?? 0;
  if (size > MOST_BYTES) {
    throw new HelmholtzError('data', `${name} has ${size} bytes; at most ${MOST_BYTES} are supported.`, {
      hint: 'Write fewer rows or only the columns that are needed.',
    });
  }
  const bytes = await files.read(path, { signal });
  const isFile = checkMagic(bytes, name);
  // Loaded only when such a file is read.
  const { decodeArrow } = await import('./decode-arrow.js');
  const { rows, columns } = attempt(name, () => decodeArrow(bytes, isFile ? FILE_START : 0));
  if (columns.length === 0 && rows === 0) throw cutShort(name, 'it holds no table');
  const checked = columns.map((column) => ({
    ...column,
    // Damage shows itself only when values are read.
    texts: () => attempt(name, column.texts),
  }));
  return columnarTable(name, rows, checked, missing);
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const FILE = 'ARROW1';
/** Messages begin behind it and two bytes of padding. */
const FILE_START = 8;
/** Stands before each message of a stream. */
const CONTINUATION = '\u00FF\u00FF\u00FF\u00FF';

/** Returns whether the bytes are a file, and not a stream. */
function checkMagic(bytes: Uint8Array, name: string): boolean {
  if (bytes.length === 0) {
    throw new HelmholtzError('data', `${name} is empty: it has 0 bytes.`, {
      hint: 'Write or copy the file again.',
    });
  }
  const start = text(bytes.subarray(0, FILE.length));
  if (start.startsWith('FEA1')) {
    throw new HelmholtzError('data', `${name} is a Feather file of version 1.`, {
      hint: 'Write version 2: pyarrow.feather.write_feather(table, path).',
    });
  }
  if (start !== FILE && !start.startsWith(CONTINUATION)) {
    throw new HelmholtzError('data', `${name} is not an Arrow file: it does not start with ${FILE}.`, {
      hint: 'Write it with pandas, DataFrame.to_feather(path), or with pyarrow.ipc.new_file.',
    });
  }
  if (start === FILE && (bytes.length < 18 || text(bytes.subarray(-FILE.length)) !== FILE)) {
    throw cutShort(name, `it does not end with ${FILE}`);
  }
  // A stream that is cut between two messages would read as a shorter one.
  if (start !== FILE && text(bytes.subarray(-8)) !== `${CONTINUATION}\0\0\0\0`) {
    throw cutShort(name, 'the mark of its end is missing');
  }
  return start === FILE;
}

function cutShort(name: string, how: string): HelmholtzError {
  return new HelmholtzError('data', `${name} is cut short: ${how}.`, {
    hint: 'The download or the copy was not finished: get the file again.',
  });
}

function attempt<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof HelmholtzError) throw cause;
    const why = readerReason(cause);
    throw new HelmholtzError('data', `${name} can't be read as an Arrow file: ${why}.`, {
      hint: 'Open it in another program to check whether it is damaged, and write it again.',
      cause,
    });
  }
}
