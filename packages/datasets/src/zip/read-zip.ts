import { HelmholtzError } from '@helmholtz/base';

import { crc32 } from './crc32.js';

const STORED = 0;
const DEFLATED = 8;
/** Most bytes that deflate can unpack from one byte, by its format. */
const GREATEST_EXPANSION = 1032;
/** Greatest unpacked size in memory. */
const MOST_BYTES = 2 ** 31;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

/** A file of an archive, as the archive's directory describes it. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly sum: number;
  readonly packed: number;
  readonly size: number;
  readonly start: number;
}

/**
 * Returns the files of a zip archive by their names: stored or deflated, checked by their sums.
 *
 * @throws HelmholtzError (`data`) for a file that is no archive, damaged, or too large unpacked.
 */
export async function readZip(bytes: Uint8Array, path: string): Promise<Map<string, Uint8Array>> {
  const entries = directoryOf(bytes, path);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES) {
    throw new HelmholtzError('data', `${path} unpacks to ${total} bytes, at most ${MOST_BYTES} are kept.`, {
      hint: 'Save each array by numpy.save and stream it: --dataset npy --stream.',
    });
  }
  const { inflateSync } = await import('fflate');
  const files = new Map<string, Uint8Array>();
  for (const { name, method, sum, packed, size, start } of entries) {
    const view = viewOf(bytes);
    if (start + 30 > bytes.length || view.getUint32(start, true) !== 0x04034b50) throw damaged(path, name);
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (from + packed > bytes.length) throw damaged(path, name);
    const contents = bytes.subarray(from, from + packed);
    if (method !== STORED && method !== DEFLATED) {
      throw new HelmholtzError('data', `${path}: ${name} is packed by method ${method}.`, {
        hint: 'Stored and deflated files are read: write it by numpy.savez or numpy.savez_compressed.',
      });
    }
    if (method === DEFLATED && size > packed * GREATEST_EXPANSION) throw damaged(path, name);
    try {
      const file = method === STORED ? contents : inflateSync(contents, { out: new Uint8Array(size) });
      if (file.length !== size || crc32(file) !== sum) throw damaged(path, name);
      files.set(name, file);
    } catch (cause) {
      throw cause instanceof HelmholtzError ? cause : damaged(path, name, cause);
    }
  }
  return files;
}

function directoryOf(bytes: Uint8Array, path: string): Entry[] {
  const view = viewOf(bytes);
  if (bytes.length < 4 || view.getUint16(0, true) !== 0x4b50) {
    throw new HelmholtzError('data', `${path} is not a zip archive: it does not start with PK.`, {
      hint: 'Write it by numpy.savez or numpy.savez_compressed.',
    });
  }
  let end = bytes.length - END_BYTES;
  const first = Math.max(end - LONGEST_COMMENT, 0);
  while (end >= first && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < first) throw cutShort(path);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === 0xffffffff || count === 0xffff) {
    throw new HelmholtzError('data', `${path} is larger than 4 GiB.`, {
      hint: 'Save each array by numpy.save and stream it: --dataset npy --stream.',
    });
  }
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw cutShort(path);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)));
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      sum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function cutShort(path: string): HelmholtzError {
  return new HelmholtzError('data', `${path} is cut short: the list of its files at the end is missing.`, {
    hint: 'The download or the copy was not finished: get the file again.',
  });
}

function damaged(path: string, name: string, cause?: unknown): HelmholtzError {
  return new HelmholtzError('data', `${path} is damaged: ${name} can't be unpacked.`, {
    hint: 'Write or download the file again.',
    cause,
  });
}
