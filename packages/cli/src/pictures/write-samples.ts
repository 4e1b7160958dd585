import { fileName, rowsAsText, type SampledPiece, type UsedCondition } from '@helmholtz/analysis';
import { itemAt } from '@helmholtz/base';
import type { Examples } from '@helmholtz/core';
import { dialectOf, encodeCsv, npyHeader } from '@helmholtz/datasets';

import { conditionFiles } from './given-options.js';
import { GrowingFile } from './growing-file.js';
import type { MainFile } from './picture-command.js';
import type { TestedRun } from './run-command.js';

/**
 * Writes samples as they are drawn: rows of a table to a CSV file, arrays and further variables to
 * .npy files. Nothing is left behind if it fails.
 *
 * @returns the paths of the files, and the first piece.
 */
export async function writeSamples(
  { test }: TestedRun,
  { file, stem, format }: MainFile,
  pieces: AsyncIterable<SampledPiece>,
): Promise<{ readonly files: readonly string[]; readonly first: SampledPiece }> {
  const open = new Map<string, GrowingFile>();
  const append = async (path: string, bytes: string | Uint8Array): Promise<void> => {
    const file = open.get(path) ?? new GrowingFile(path);
    open.set(path, file);
    await file.append(bytes);
  };
  let first: SampledPiece | undefined;
  try {
    for await (const piece of pieces) {
      first ??= piece;
      const { examples, conditions } = piece;
      const beside = new Map([...piece.beside, ...piece.codes]);
      // In a table, conditions are columns.
      const others = format === '.csv' ? beside : new Map([...beside, ...conditionFiles(conditions)]);
      await append(file, format === '.csv' ? csvOf(piece, test) : npyOf(piece, examples));
      for (const [name, each] of others) await append(`${stem}-${fileName(name)}.npy`, npyOf(piece, each));
    }
    for (const each of open.values()) await each.end();
  } catch (error) {
    for (const each of open.values()) await each.discard();
    throw error;
  }
  return { files: [...open.keys()], first: first! };
}

function csvOf({ begin, examples, conditions }: SampledPiece, test: TestedRun['test']): string {
  const columns = test.columns ?? [];
  const rows = rowsAsText(columns, examples).map((cells, row) => [...cells, ...textsAt(conditions, row)]);
  const names = [...columns, ...conditions].map(({ name }) => name);
  return encodeCsv(begin === 0 ? [names, ...rows] : rows, dialectOf(test));
}

const textsAt = (conditions: readonly UsedCondition[], row: number): string[] =>
  conditions.map(({ texts }) => itemAt(texts, row));

/** A piece of a .npy file of float32, the first with the header. */
function npyOf({ begin, total }: SampledPiece, { shape, values }: Examples): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (begin > 0) return bytes;
  const header = npyHeader([total, ...shape], 'float32');
  const npyFile = new Uint8Array(header.length + bytes.length);
  npyFile.set(header);
  npyFile.set(bytes, header.length);
  return npyFile;
}
