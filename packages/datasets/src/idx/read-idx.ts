import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DatasetError, reasonOf } from '../errors.js';
import { parseIdxHeader } from './idx-header.js';

/** An array of unsigned bytes, row-major. */
export interface IdxArray {
  readonly path: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

export interface ReadIdxOptions {
  /** What the MD5 sum of the unpacked file must be. */
  readonly md5?: string;
  readonly signal?: AbortSignal | undefined;
}

const chunkSize = 1 << 20;

/** What deflate can make of one byte at best, by its format: no more than this need ever be allocated for it. */
const greatestExpansion = 1032;

/**
 * Reads an IDX file of unsigned bytes, unpacked or gzipped, in one pass and no further than its header promises.
 *
 * Raises a `data` error where the file is no such file, is cut short, goes on after its end, or has another MD5 sum;
 * a `storage` error where it cannot be read.
 */
export async function readIdx(path: string, options: ReadIdxOptions = {}): Promise<IdxArray> {
  try {
    const { gzipped, size } = await inspect(path);
    const file = createReadStream(path, { highWaterMark: chunkSize, signal: options.signal });
    if (!gzipped) return await collect(file, path, size, options.md5);
    const unpacked = pipeline(file, createGunzip({ chunkSize }), ignoreError);
    return await collect(unpacked, path, size * greatestExpansion, options.md5);
  } catch (error) {
    throw explain(error, path);
  }
}

function ignoreError(): void {
  // Whoever reads the last stream of a pipeline gets its error too.
}

async function inspect(path: string): Promise<{ gzipped: boolean; size: number }> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return { gzipped: buffer[0] === 0x1f && buffer[1] === 0x8b, size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

/** @param limit the most bytes that the file can hold unpacked, whatever its header says */
async function collect(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  limit: number,
  md5: string | undefined,
): Promise<IdxArray> {
  const hash = createHash('md5');
  let head: Uint8Array = Buffer.alloc(0);
  let array: IdxArray | undefined;
  let filled = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    let values = chunk;
    if (!array) {
      head = Buffer.concat([head, chunk]);
      const header = parseIdxHeader(head, path);
      if (!header) continue;
      values = head.subarray(header.length);
      array = { path, shape: header.shape, data: new Uint8Array(promised(header.shape, path, limit)) };
    }
    if (filled + values.length > array.data.length) throw trailing(path, array.shape);
    array.data.set(values, filled);
    filled += values.length;
  }
  if (!array) throw truncated(path, `it ends inside its header, after ${head.length} bytes`);
  if (filled < array.data.length) {
    throw truncated(path, `its header promises ${array.data.length} values, it holds ${filled}`);
  }
  const sum = hash.digest('hex');
  if (md5 !== undefined && sum !== md5) {
    throw new DatasetError('data', `${path} has the MD5 sum ${sum}, expected ${md5}.`, {
      hint: 'This is not the published file: check that it belongs to this data set, or get it again.',
    });
  }
  return array;
}

function promised(shape: readonly number[], path: string, limit: number): number {
  const length = shape.reduce((product, size) => product * size, 1);
  if (length <= limit) return length;
  throw truncated(path, `its header promises ${length} values, which a file of its size cannot hold`);
}

function trailing(path: string, shape: readonly number[]): DatasetError {
  return new DatasetError(
    'data',
    `${path} goes on after the ${shape.join(' by ')} values its header promises.`,
    {
      hint: 'The file is damaged: download it again.',
    },
  );
}

function truncated(path: string, how: string): DatasetError {
  return new DatasetError('data', `${path} is cut short: ${how}.`, {
    hint: 'The download or the copy was not finished: get the file again.',
  });
}

function explain(error: unknown, path: string): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (error instanceof DatasetError || code === 'ABORT_ERR') return error;
  if (code === 'Z_BUF_ERROR') return truncated(path, 'its gzip stream ends too early');
  if (code?.startsWith('Z_')) {
    return new DatasetError('data', `${path} is damaged: it cannot be unpacked (${reasonOf(error)}).`, {
      hint: 'Download the file again.',
      cause: error,
    });
  }
  return new DatasetError('storage', `${path} cannot be read: ${reasonOf(error)}.`, {
    hint: 'Check that the file is there and that you may read it.',
    cause: error,
  });
}
