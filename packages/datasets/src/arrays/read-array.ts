import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HelmholtzError } from '@helmholtz/base';
import { reasonOf } from '../reason.js';
import { type ArrayHeader, type ParseHeader, checkFilled, cutShort, promisedBytes } from './array-header.js';
import { GrowingBytes } from './growing-bytes.js';

export interface ReadArrayOptions {
  /** What the MD5 sum of the unpacked file must be. */
  readonly md5?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An array as it lies in its file. */
export interface StoredArray {
  readonly header: ArrayHeader;
  readonly bytes: Uint8Array;
}

/** What deflate can make of one byte at best, by its format: no more than this need ever be allocated for it. */
const greatestExpansion = 1032;

/** More than this is not held in memory; a larger file can be read as it is needed. */
const mostBytes = 2 ** 31;

/**
 * Reads the array of a file, unpacked or gzipped, in one pass and no further than its header promises.
 *
 * Raises a `data` error where the file is no such file, is cut short, goes on after its end, is too large to be held or has
 * another MD5 sum; a `storage` error where it cannot be read.
 */
export async function readArray(
  path: string,
  parseHeader: ParseHeader,
  { md5, signal }: ReadArrayOptions = {},
): Promise<StoredArray> {
  try {
    const { gzipped, size } = await inspect(path);
    // Room that a small file does not fill would only have to be cleared.
    const chunkSize = Math.min(Math.max(size, 2 ** 10), 2 ** 20);
    const file = createReadStream(path, { highWaterMark: chunkSize, signal });
    if (!gzipped) return await collect(file, path, parseHeader, size, md5);
    const unpacked = pipeline(file, createGunzip({ chunkSize }), ignoreError);
    return await collect(unpacked, path, parseHeader, size * greatestExpansion, md5);
  } catch (error) {
    throw explainReading(error, path);
  }
}

function ignoreError(): void {
  // Whoever reads the last stream of a pipeline gets its error too.
}

export async function inspect(path: string): Promise<{ gzipped: boolean; size: number }> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) {
    throw new HelmholtzError('data', `${path} is a device or a pipe, a file was expected.`, {
      hint: 'Write its contents to a file first.',
    });
  }
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return { gzipped: buffer[0] === 0x1f && buffer[1] === 0x8b, size: found.size };
  } finally {
    await file.close();
  }
}

/** @param limit the most bytes that the file can hold unpacked, whatever its header says */
async function collect(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  parseHeader: ParseHeader,
  limit: number,
  md5: string | undefined,
): Promise<StoredArray> {
  const hash = createHash('md5');
  let head: Uint8Array = Buffer.alloc(0);
  let array: { header: ArrayHeader; promised: number; values: GrowingBytes } | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    let values = chunk;
    if (!array) {
      head = Buffer.concat([head, chunk]);
      const header = parseHeader(head, path);
      if (!header) continue;
      values = head.subarray(header.length);
      const promised = promisedBytes(header, path, limit);
      if (promised > mostBytes) throw tooLarge(path, promised);
      array = { header, promised, values: new GrowingBytes(promised) };
    }
    const { header, promised } = array;
    if (array.values.length + values.length > promised) checkFilled(header, path, promised, Infinity);
    array.values.append(values);
  }
  if (!array) throw cutShort(path, `it ends inside its header, after ${head.length} bytes`);
  const { header, promised, values } = array;
  checkFilled(header, path, promised, values.length);
  checkSum(hash.digest('hex'), md5, path);
  return { header, bytes: values.bytes };
}

export function checkSum(sum: string, md5: string | undefined, path: string): void {
  if (md5 === undefined || sum === md5) return;
  throw new HelmholtzError('data', `${path} has the MD5 sum ${sum}, expected ${md5}.`, {
    hint: 'This is not the published file: check that it belongs to this data set, or get it again.',
  });
}

function tooLarge(path: string, bytes: number): HelmholtzError {
  return new HelmholtzError(
    'data',
    `${path} holds ${bytes} bytes, at most ${mostBytes} are kept in memory.`,
    {
      hint: 'Add --stream, or stream: true to the data of a spec, to read it as it is needed.',
    },
  );
}

/** What a failure to read a file means, for whoever named it. */
export function explainReading(error: unknown, path: string): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (error instanceof HelmholtzError || code === 'ABORT_ERR') return error;
  if (code === 'Z_BUF_ERROR') return cutShort(path, 'its gzip stream ends too early');
  if (code?.startsWith('Z_')) {
    return new HelmholtzError('data', `${path} is damaged: it cannot be unpacked (${reasonOf(error)}).`, {
      hint: 'Download the file again.',
      cause: error,
    });
  }
  return new HelmholtzError('storage', `${path} cannot be read: ${reasonOf(error)}.`, {
    hint: 'Check that the file is there and that you may read it.',
    cause: error,
  });
}
