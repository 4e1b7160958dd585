import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { HelmholtzError } from '@helmholtz/base';
import { type ArrayHeader, type ParseHeader, checkFilled, cutShort, promisedBytes } from './array-header.js';
import { checkSum, explainReading, inspect, type ReadArrayOptions } from './read-array.js';

/** An array that stays in its file, to be read from as it is needed. */
export interface ArrayFile {
  readonly path: string;
  readonly header: ArrayHeader;
}

/** No header that is taken is longer. */
const headerBytes = 1 << 16;

/**
 * Opens the array of an unpacked file, whose values are not read unless there is a checksum to compare.
 *
 * Raises the errors of `readArray`, and a `usage` error where the file is gzipped: it could only be read from its beginning.
 */
export async function openArray(
  path: string,
  parseHeader: ParseHeader,
  { md5, signal }: ReadArrayOptions = {},
): Promise<ArrayFile> {
  try {
    const { gzipped, size } = await inspect(path);
    if (gzipped) {
      throw new HelmholtzError('usage', `${path} is gzipped, and can't be streamed.`, {
        hint: 'Unpack it first: gunzip --keep, and the name without .gz.',
      });
    }
    const head = await readHead(path);
    const header = parseHeader(head, path);
    if (!header) throw cutShort(path, `it ends inside its header, after ${head.length} bytes`);
    const held = size - header.length;
    checkFilled(header, path, promisedBytes(header, path, size), held);
    if (md5 !== undefined) {
      const hash = createHash('md5');
      await pipeline(createReadStream(path), hash, signal ? { signal } : {});
      checkSum(hash.digest('hex'), md5, path);
    }
    return { path, header };
  } catch (error) {
    throw explainReading(error, path);
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
