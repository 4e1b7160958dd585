import { closeSync, createReadStream, openSync, readSync, rmSync } from 'node:fs';
import {
  constants,
  copyFile,
  link,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  utimes,
} from 'node:fs/promises';
import { resolve, sep } from 'node:path';

import { type Files, type FileStatus, type StreamOptions, TEMPORARY } from '../files/files.js';
import { storageError } from '../files/storage-error.js';
import { appendLine } from './append-line.js';
import { writeFileAtomic } from './atomic-write.js';
import { makeFolder } from './make-folder.js';

/**
 * Returns the files of the file system.
 *
 * @param root folder that relative paths begin at; the current folder by default.
 *
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 *
 * import { nodeFiles } from '@helmholtz/base/node';
 *
 * const files = nodeFiles(tmpdir());
 * await files.makeFolder('runs');
 * (await files.stat('runs'))?.kind; // 'folder'
 * ```
 */
export function nodeFiles(root?: string): Files {
  const absolute = (path: string): string => (root === undefined ? path : resolve(root, path));
  return {
    absolute: (path) => resolve(absolute(path)).replaceAll(sep, '/'),
    stat: async (path) => statusOf(absolute(path)),
    list: async (folder) => (await attempt('read', absolute(folder), readdir(absolute(folder)))).sort(),
    read: async (path, { signal } = {}) =>
      plain(await attempt('read', path, readFile(absolute(path), { signal }))),
    readRange: async (path, start, length) => attempt('read', path, readRange(absolute(path), start, length)),
    readRangeSync: (path, start, into) => readRangeSync(absolute(path), start, into),
    stream: (path, options) => stream(absolute(path), options),
    makeFolder: async (path) => makeFolder(absolute(path)),
    writeAtomic: async (path, contents) => writeFileAtomic(absolute(path), contents),
    writeFrom: async (path, start, chunks) => writeFrom(absolute(path), start, chunks),
    appendLine: async (path, line) => appendLine(absolute(path), line),
    createExclusive: async (path, contents) => createExclusive(absolute(path), contents),
    duplicate: async (from, to) => attempt('write', to, duplicate(absolute(from), absolute(to))),
    rename: async (from, to) => attempt('write', to, rename(absolute(from), absolute(to))),
    remove: async (path) => attempt('write', path, rm(absolute(path), { force: true })),
    touch: async (path) => attempt('write', path, utimes(absolute(path), new Date(), new Date())),
    removeAtExit: (path) => removeAtExit(absolute(path)),
  };
}

async function statusOf(path: string): Promise<FileStatus | undefined> {
  try {
    const stats = await stat(path);
    const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
    return { kind, size: kind === 'folder' ? 0 : stats.size, modified: stats.mtimeMs };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw storageError('read', path, error);
  }
}

async function readRange(path: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.max(Math.min(length, size - start), 0));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

/**
 * Opens and closes the file for each read, so that callers need not close it. Opening costs little
 * compared to reading.
 */
function readRangeSync(path: string, start: number, into: Uint8Array): number {
  try {
    const file = openSync(path, 'r');
    try {
      let filled = 0;
      while (filled < into.length) {
        const count = readSync(file, into, filled, into.length - filled, start + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw storageError('read', path, error);
  }
}

async function* stream(path: string, { chunkBytes, signal }: StreamOptions = {}): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes, signal }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw storageError('read', path, error);
  }
}

/** Truncates only at the end, so that processes that write the same file at once do no harm. */
async function writeFrom(path: string, start: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await attempt('write', path, open(path, constants.O_WRONLY | constants.O_CREAT));
  try {
    let position = start;
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.length;) {
        const writing = file.write(chunk, done, chunk.length - done, position);
        const { bytesWritten } = await attempt('write', path, writing);
        done += bytesWritten;
        position += bytesWritten;
      }
    }
    await attempt('write', path, file.truncate(position));
  } finally {
    await file.close();
  }
}

async function createExclusive(path: string, contents: string | Uint8Array): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw storageError('write', path, error);
  }
}

/** The copy gets a temporary name first, so that `to` exists at every moment. */
async function duplicate(from: string, to: string): Promise<void> {
  const temporary = `${to}.${process.pid}${TEMPORARY}`;
  await rm(temporary, { force: true });
  // Some file systems have no links.
  await link(from, temporary).catch(async () => copyFile(from, temporary));
  await rename(temporary, to);
  // If both were names of one file, as after a break, nothing was renamed.
  await rm(temporary, { force: true });
}

const leftAtExit = new Set<string>();

function removeLeft(): void {
  for (const path of leftAtExit) rmSync(path, { force: true });
}

function removeAtExit(path: string): () => void {
  if (leftAtExit.size === 0) process.once('exit', removeLeft);
  leftAtExit.add(path);
  return () => {
    leftAtExit.delete(path);
    if (leftAtExit.size === 0) process.off('exit', removeLeft);
  };
}

/** Converts a Buffer to a plain Uint8Array, which other implementations of files return. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
}

async function attempt<Value>(action: 'read' | 'write', path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw storageError(action, path, error);
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
