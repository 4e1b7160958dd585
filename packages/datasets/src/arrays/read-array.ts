import { concatBytes, type Files, GunzipError, HelmholtzError, platform } from '@helmholtz/base';

import { type ArrayHeader, type ParseHeader, checkFilled, cutShort, promisedBytes } from './array-header.js';
import { GrowingBytes } from './growing-bytes.js';

export interface ReadArrayOptions {
  /** Expected MD5 sum of the unpacked file. */
  readonly md5?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Files that hold the array. Those of the file system by default; in a page, the page's memory.
   */
  readonly files?: Files | undefined;
}

/** An array with its bytes as they are in the file. */
export interface StoredArray {
  readonly header: ArrayHeader;
  readonly bytes: Uint8Array;
}

/** Most bytes that deflate can unpack from one byte, by its format. No more is ever allocated. */
const greatestExpansion = 1032;

/** Greatest size of an array in memory. A larger file can be streamed. */
const mostBytes = 2 ** 31;

/**
 * Reads the array of a file, unpacked or gzipped, in one pass and no further than its header
 * promises.
 *
 * @throws HelmholtzError (`data`) if the file has another format, is too short, too long or too
 * large for memory, or has another MD5 sum; (`storage`) if it can't be read.
 */
export async function readArray(
  path: string,
  parseHeader: ParseHeader,
  { md5, signal, files = platform.files }: ReadArrayOptions = {},
): Promise<StoredArray> {
  try {
    const { gzipped, size } = await inspect(files, path);
    // Room that a small file does not fill would only have to be cleared.
    const chunkBytes = Math.min(Math.max(size, 2 ** 10), 2 ** 20);
    const chunks = files.stream(path, { chunkBytes, signal });
    if (!gzipped) return await collect(chunks, path, parseHeader, size, md5);
    const unpacked = platform.gunzip(chunks, chunkBytes);
    return await collect(unpacked, path, parseHeader, size * greatestExpansion, md5);
  } catch (error) {
    throw error instanceof GunzipError ? damaged(error, path) : error;
  }
}

/** Returns whether a file is gzipped, and its size in bytes. */
export async function inspect(files: Files, path: string): Promise<{ gzipped: boolean; size: number }> {
  const found = await files.stat(path);
  if (found?.kind === 'other') {
    throw new HelmholtzError('data', `${path} is a device or a pipe, a file was expected.`, {
      hint: 'Write its contents to a file first.',
    });
  }
  const start = await files.readRange(path, 0, 2);
  return { gzipped: start[0] === 0x1f && start[1] === 0x8b, size: found?.size ?? 0 };
}

/** @param limit most bytes of the unpacked file, also if its header declares more */
async function collect(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  parseHeader: ParseHeader,
  limit: number,
  md5: string | undefined,
): Promise<StoredArray> {
  const hash = platform.createHash('md5');
  let head: Uint8Array = new Uint8Array(0);
  let array: { header: ArrayHeader; promised: number; values: GrowingBytes } | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    let values = chunk;
    if (!array) {
      head = concatBytes([head, chunk]);
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
  checkSum(hash.digest(), md5, path);
  return { header, bytes: values.bytes };
}

export function checkSum(sum: string, md5: string | undefined, path: string): void {
  if (md5 === undefined || sum === md5) return;
  throw new HelmholtzError('data', `${path} has the MD5 sum ${sum}, expected ${md5}.`, {
    hint: 'This is not the published file: check that it belongs to this data set, or download it again.',
  });
}

function tooLarge(path: string, bytes: number): HelmholtzError {
  return new HelmholtzError(
    'data',
    `${path} holds ${bytes} bytes, at most ${mostBytes} are kept in memory.`,
    {
      hint: 'Add --stream, or stream: true to the data of a spec, to read it as needed.',
    },
  );
}

function damaged(error: GunzipError, path: string): HelmholtzError {
  if (error.cutShort) return cutShort(path, 'its gzip stream ends too early');
  return new HelmholtzError('data', `${path} is damaged: it can't be unpacked (${error.message}).`, {
    hint: 'Download the file again.',
    cause: error,
  });
}
