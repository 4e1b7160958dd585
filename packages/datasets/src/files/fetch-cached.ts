import { access, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorKind, HelmholtzError } from '@helmholtz/base';
import { reasonOf } from '../reason.js';
import { HttpError, transfer, type DownloadProgress, type Fetch } from './transfer.js';

export interface FetchCachedOptions<Content extends object> {
  /** Where the file is, or will be. */
  readonly target: string;
  /** Where it can be had, best first. */
  readonly urls: readonly string[];
  /** Reads and verifies a file; throws a `data` error unless it is the one wanted. */
  readonly read: (path: string) => Promise<Content>;
  readonly fetch?: Fetch | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Times every mirror is tried. */
  readonly rounds?: number;
  /** Milliseconds before the second round; doubled for each one after. */
  readonly retryDelay?: number;
  readonly stallTimeout?: number;
}

/**
 * Reads a file from the cache, after downloading it if it is not there or is damaged.
 *
 * It is fetched into `target`.part, which a later call goes on with if this one is cut off, and gets its real name
 * only once it has been read and found right.
 */
export async function fetchCached<Content extends object>(
  options: FetchCachedOptions<Content>,
): Promise<Content> {
  const { target, read, signal, rounds = 4, retryDelay = 500 } = options;
  const failures = new Set<string>();
  let mirrors = options.urls;
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await sleep(retryDelay * 2 ** (round - 1), undefined, signal ? { signal } : {});
    const cached = await readIfThere(target, read);
    if (cached !== undefined) return cached;
    for (const url of mirrors) {
      try {
        return await attempt(url, options);
      } catch (error) {
        if (signal?.aborted) throw error;
        // Another process may have finished the same download, and renamed the file, in between.
        if (isOfKind('storage', error) && !(await isThere(target))) throw error;
        failures.add(`${new URL(url).host}: ${reasonOf(error)}`);
        if (isFinal(error)) mirrors = mirrors.filter((mirror) => mirror !== url);
      }
    }
    if (mirrors.length === 0) break;
  }
  throw new HelmholtzError(
    'data',
    `${basename(target)} could not be downloaded (${[...failures].join('; ')}).`,
    {
      hint: `Try again when the network is back, put the file into ${dirname(target)}, or read it from a data folder.`,
    },
  );
}

async function attempt<Content extends object>(
  url: string,
  options: FetchCachedOptions<Content>,
): Promise<Content> {
  const { target, read, signal, onProgress, fetch = globalThis.fetch, stallTimeout = 30_000 } = options;
  const part = `${target}.part`;
  const onBytes = (received: number, total: number | undefined) =>
    onProgress?.({ file: basename(target), url, received, total });
  try {
    await mkdir(dirname(target), { recursive: true });
    const { resumed } = await transfer(url, part, { fetch, stallTimeout, onBytes, signal });
    const content = await read(part).catch(async (error: unknown) => {
      if (signal?.aborted || isOfKind('storage', error)) throw error;
      await rm(part, { force: true });
      if (!resumed) throw error;
      return undefined; // What was there before did not fit what followed.
    });
    if (content === undefined) return await attempt(url, options);
    await rename(part, target);
    return content;
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    throw new HelmholtzError('storage', `${target} cannot be written: ${error.message}.`, {
      hint: 'Free some space or get the right to write there, or choose another cache folder with HELMHOLTZ_CACHE.',
      cause: error,
    });
  }
}

async function readIfThere<Content extends object>(
  path: string,
  read: (path: string) => Promise<Content>,
): Promise<Content | undefined> {
  if (!(await isThere(path))) return undefined;
  try {
    return await read(path);
  } catch (error) {
    if (isOfKind('data', error)) return undefined;
    throw error;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isOfKind(kind: ErrorKind, error: unknown): boolean {
  return error instanceof HelmholtzError && error.kind === kind;
}

/** Errors of the network have a system call too, but only in their cause. */
function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** Whether asking the same mirror again would bring the same. */
function isFinal(error: unknown): boolean {
  return error instanceof HttpError ? !error.temporary : isOfKind('data', error);
}
