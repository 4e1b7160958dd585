/** Kind, size and time of a path. */
export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other';
  /** In bytes; 0 for a folder. */
  readonly size: number;
  /** Time of the last change in milliseconds since 1970, by the clock of the file system. */
  readonly modified: number;
}

export interface StreamOptions {
  /** Bytes of a chunk at most. */
  readonly chunkBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Access to files. `nodeFiles()` of `@helmholtz/base/node` uses the file system, `memoryFiles()`
 * keeps all in memory.
 *
 * A path has `/` between its parts. Every failure is a `HelmholtzError` of kind `storage` that
 * names the path, and whose cause has a code of Node's, such as `ENOENT`; `storageCode` reads it.
 */
export interface Files {
  /** Returns the path as messages show it: absolute, without `.` and `..`. */
  absolute(path: string): string;

  /** Returns undefined if there is nothing at the path. */
  stat(path: string): Promise<FileStatus | undefined>;

  /** Returns the names in a folder, sorted. */
  list(folder: string): Promise<string[]>;

  read(path: string, options?: Pick<StreamOptions, 'signal'>): Promise<Uint8Array<ArrayBuffer>>;

  /** Reads `length` bytes from `start` on, or fewer if the file ends earlier. */
  readRange(path: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer>>;

  /**
   * Fills `into` with bytes from `start` on without waiting, and returns how many there were.
   * Missing if the files can only be read asynchronously.
   */
  readRangeSync?(path: string, start: number, into: Uint8Array): number;

  /** Reads a file in chunks. */
  stream(path: string, options?: StreamOptions): AsyncIterable<Uint8Array>;

  /** Makes a folder and its parents. Does nothing if the folder exists. */
  makeFolder(path: string): Promise<void>;

  /**
   * Replaces a file as a whole: writes a temporary file beside it, flushes it to the disk and
   * renames it. A reader finds the old contents or the new, never a part, even after a power cut.
   */
  writeAtomic(path: string, contents: string | Uint8Array): Promise<void>;

  /**
   * Writes chunks into a file from a position on, each as it comes, and ends the file after the
   * last. If the chunks fail, the written chunks stay.
   */
  writeFrom(path: string, start: number, chunks: AsyncIterable<Uint8Array>): Promise<void>;

  /** Appends a line and flushes it to the disk. If that fails, the file stays as it was. */
  appendLine(path: string, line: string): Promise<void>;

  /** Writes a new file. Returns false, and writes nothing, if the path exists. */
  createExclusive(path: string, contents: string | Uint8Array): Promise<boolean>;

  /** Makes `to` a copy of a file in one step, without reading it if the file system has links. */
  duplicate(from: string, to: string): Promise<void>;

  /** Renames a file, and replaces a file that has the new name. */
  rename(from: string, to: string): Promise<void>;

  /** Removes a file. Does nothing if it does not exist. */
  remove(path: string): Promise<void>;

  /** Sets the time of the last change to now. */
  touch(path: string): Promise<void>;

  /** Removes a file when this process ends. Returns a function that calls it off. */
  removeAtExit(path: string): () => void;
}

/**
 * Ending of the names of files that are being written. Such a file is left behind if a process is
 * killed.
 */
export const TEMPORARY = '.tmp';

/**
 * Removes the temporary files that killed processes left in a folder.
 *
 * @example
 * ```ts
 * import { memoryFiles, removeTemporaries } from '@helmholtz/base';
 *
 * const files = memoryFiles({ '/run/spec.yaml': '', '/run/spec.yaml.123.tmp': '' });
 * await removeTemporaries(files, '/run');
 * await files.list('/run'); // ['spec.yaml']
 * ```
 */
export async function removeTemporaries(files: Files, folder: string): Promise<void> {
  const leftovers = (await files.list(folder)).filter((name) => name.endsWith(TEMPORARY));
  for (const name of leftovers) await files.remove(`${folder}/${name}`);
}
