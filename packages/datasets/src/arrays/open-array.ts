import { type Files, HelmholtzError, platform } from '@helmholtz/base';

import { type ArrayHeader, type ParseHeader, checkFilled, cutShort, promisedBytes } from './array-header.js';
import { type ReadArrayOptions, checkSum, inspect } from './read-array.js';

/** An array that stays in its file and is read as needed. */
export interface ArrayFile {
  readonly path: string;
  readonly header: ArrayHeader;
  /** Files that hold it. */
  readonly files: Files;
}

/** No header that is accepted is longer. */
const headerBytes = 1 << 16;

/**
 * Opens the array of an unpacked file. Its values are not read unless there is a checksum to
 * compare.
 *
 * @throws HelmholtzError as `readArray` does, and (`usage`) if the file is gzipped: it could only
 * be read from its beginning.
 */
export async function openArray(
  path: string,
  parseHeader: ParseHeader,
  { md5, signal, files = platform.files }: ReadArrayOptions = {},
): Promise<ArrayFile> {
  const { gzipped, size } = await inspect(files, path);
  if (gzipped) {
    throw new HelmholtzError('usage', `${path} is gzipped and can't be streamed.`, {
      hint: 'Unpack it first: gunzip --keep, and the name without .gz.',
    });
  }
  const head = await files.readRange(path, 0, headerBytes);
  const header = parseHeader(head, path);
  if (!header) throw cutShort(path, `it ends inside its header, after ${head.length} bytes`);
  if (header.columnMajor) {
    throw new HelmholtzError('usage', `${path} holds its array in Fortran order and can't be streamed.`, {
      hint: 'Save numpy.ascontiguousarray(array) instead, or leave --stream out.',
    });
  }
  const storedBytes = size - header.length;
  checkFilled(header, path, promisedBytes(header, path, size), storedBytes);
  if (md5 !== undefined) {
    const hash = platform.createHash('md5');
    for await (const chunk of files.stream(path, { signal })) hash.update(chunk);
    checkSum(hash.digest(), md5, path);
  }
  return { path, header, files };
}
