import { type ErrorKind, type Files, folderOf, HelmholtzError, nameOf, platform } from '@helmholtz/base';

import { reasonOf } from '../reason.js';
import { HttpError, transfer, type DownloadProgress, type Fetch } from './transfer.js';

export interface FetchCachedOptions<Content extends object> {
  /** Path of the file in the cache. */
  readonly target: string;
  /** Addresses to download it from, best first. */
  readonly urls: readonly string[];
  /** Reads and verifies a file. Throws a `data` error if it is not the one wanted. */
  readonly read: (path: string) => Promise<Content>;
  /**
   * Files that hold the cache. Those of the file system by default; in a page, the page's memory.
   */
  readonly files?: Files | undefined;
  readonly fetch?: Fetch | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How often every mirror is tried. */
  readonly rounds?: number;
  /** Milliseconds before the second round; doubled for each one after. */
  readonly retryDelay?: number;
  readonly stallTimeout?: number;
}

/**
 * Reads a file from the cache. Downloads it first if it is missing or damaged.
 *
 * It is downloaded into `target`.part. A later call resumes an interrupted download. The file gets
 * its real name once it has been read and verified.
 */
export async function fetchCached<Content extends object>(
  options: FetchCachedOptions<Content>,
): Promise<Content> {
  const { target, read, files = platform.files, signal, rounds = 4, retryDelay = 500 } = options;
  const failures = new Set<string>();
  let mirrors = options.urls;
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await sleep(retryDelay * 2 ** (round - 1), signal);
    const cached = await readIfThere(files, target, read);
    if (cached !== undefined) return cached;
    for (const url of mirrors) {
      try {
        return await attempt(url, files, options);
      } catch (error) {
        if (signal?.aborted) throw error;
        // Another process may have finished the same download, and renamed the file, in between.
        if (isOfKind('storage', error) && !(await files.stat(target))) throw error;
        failures.add(`${new URL(url).host}: ${reasonOf(error)}`);
        if (isFinal(error)) mirrors = mirrors.filter((mirror) => mirror !== url);
      }
    }
    if (mirrors.length === 0) break;
  }
  throw new HelmholtzError(
    'data',
    `${nameOf(target)} could not be downloaded (${[...failures].join('; ')}).`,
    {
      hint: `Try again when the network is back, put the file into ${folderOf(target)}, or read it from a data folder.`,
    },
  );
}

async function attempt<Content extends object>(
  url: string,
  files: Files,
  options: FetchCachedOptions<Content>,
): Promise<Content> {
  const { target, read, signal, onProgress, fetch = globalThis.fetch, stallTimeout = 30_000 } = options;
  const part = `${target}.part`;
  const onBytes = (received: number, total: number | undefined) =>
    onProgress?.({ file: nameOf(target), url, received, total });
  try {
    await files.makeFolder(folderOf(target));
    const { resumed } = await transfer(url, part, { fetch, files, stallTimeout, onBytes, signal });
    const content = await read(part).catch(async (error: unknown) => {
      if (signal?.aborted || isOfKind('storage', error)) throw error;
      await files.remove(part);
      if (!resumed) throw error;
      return undefined; // The resumed part belonged to another version of the file.
    });
    if (content === undefined) return await attempt(url, files, options);
    await files.rename(part, target);
    return content;
  } catch (error) {
    if (!(error instanceof HelmholtzError) || error.kind !== 'storage') throw error;
    throw new HelmholtzError('storage', error.message, {
      hint: 'Check its space and permissions, or choose another cache folder with HELMHOLTZ_CACHE.',
      cause: error.cause,
    });
  }
}

async function readIfThere<Content extends object>(
  files: Files,
  path: string,
  read: (path: string) => Promise<Content>,
): Promise<Content | undefined> {
  if (!(await files.stat(path))) return undefined;
  try {
    return await read(path);
  } catch (error) {
    if (isOfKind('data', error)) return undefined;
    throw error;
  }
}

/** Waits for a number of milliseconds, or until the signal is aborted. */
async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

function isOfKind(kind: ErrorKind, error: unknown): boolean {
  return error instanceof HelmholtzError && error.kind === kind;
}

/** Whether asking the same mirror again would give the same result. */
function isFinal(error: unknown): boolean {
  return error instanceof HttpError ? !error.temporary : isOfKind('data', error);
}
