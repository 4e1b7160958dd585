import { type Files, HelmholtzError } from '@helmholtz/base';

import { decodeText } from './decode-text.js';
import { describeDialect } from './dialect.js';
import { parseTable, type ParseTableOptions, type Table } from './table.js';

/** A larger file does not fit into one string. */
const MOST_BYTES = 2 ** 28;

export interface ReadTableOptions extends ParseTableOptions {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly files: Files;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about the separator and the notation of numbers, if they are unusual. */
  readonly onChange?: ((line: string) => void) | undefined;
}

/**
 * Reads a CSV file whose first row names the columns.
 *
 * @throws HelmholtzError (`data`) that says where the file is not such a table, (`storage`) if it
 * can't be read.
 */
export async function readTable(
  path: string,
  { name, files, signal, onChange, ...dialect }: ReadTableOptions,
): Promise<Table> {
  const bytes = await files.read(path, { signal });
  if (bytes.length > MOST_BYTES) {
    throw new HelmholtzError(
      'data',
      `${name} has ${bytes.length} bytes, which is too much for a table in text.`,
      {
        hint: 'Write it as .npy files, and train on these: --dataset npy --stream.',
      },
    );
  }
  const text = decodeText(bytes, name);
  const table = parseTable(text, name, dialect);
  const detected = describeDialect(table.dialect);
  if (detected !== undefined) onChange?.(`${name}: ${detected}`);
  return table;
}
