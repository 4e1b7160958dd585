import { concatBytes, toBytes } from './bytes.js';
import type { Files, FileStatus } from './files.js';
import { folderOf, nameOf, normalPath } from './paths.js';
import { storageError } from './storage-error.js';

interface StoredFile {
  bytes: Uint8Array<ArrayBuffer>;
  modified: number;
}

/** Limit of file systems, so that paths that work in memory work on a disk. */
const MOST_NAME_BYTES = 255;

const DEFAULT_CHUNK = 2 ** 16;

/** An error as Node's file system gives it. */
class FileSystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Returns files that are kept in memory, for tests and for pages. Relative paths begin at the root.
 *
 * @param contents files by their paths; their folders are made.
 *
 * @example
 * ```ts
 * import { memoryFiles, toText } from '@helmholtz/base';
 *
 * const files = memoryFiles({ '/data/notes.txt': 'seen' });
 * await files.writeAtomic('/data/more.txt', 'new');
 * await files.list('/data'); // ['more.txt', 'notes.txt']
 * toText(await files.read('/data/notes.txt')); // 'seen'
 * ```
 */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>> = {}): Files {
  const files = new MemoryFiles();
  for (const [path, content] of Object.entries(contents)) files.put(path, content);
  return files;
}

class MemoryFiles implements Files {
  private readonly files = new Map<string, StoredFile>();
  private readonly folders = new Set(['/']);

  absolute(path: string): string {
    return normalPath(path);
  }

  /** Stores a file and makes the folders on the way to it. */
  put(path: string, contents: string | Uint8Array): void {
    this.makeFolders(folderOf(normalPath(path)));
    this.store(path, toBytes(contents));
  }

  async stat(path: string): Promise<FileStatus | undefined> {
    const key = normalPath(path);
    const file = this.files.get(key);
    if (file) return { kind: 'file', size: file.bytes.length, modified: file.modified };
    return this.folders.has(key) ? { kind: 'folder', size: 0, modified: 0 } : undefined;
  }

  async list(folder: string): Promise<string[]> {
    return attempt('read', folder, () => {
      const key = normalPath(folder);
      if (!this.folders.has(key))
        throw new FileSystemError(this.files.has(key) ? 'ENOTDIR' : this.absence(key));
      const paths = [...this.files.keys(), ...this.folders];
      return paths
        .filter((path) => path !== '/' && folderOf(path) === key)
        .map(nameOf)
        .sort();
    });
  }

  async read(
    path: string,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    signal?.throwIfAborted();
    return attempt('read', path, () => this.find(path).bytes.slice());
  }

  async readRange(path: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return attempt('read', path, () => this.find(path).bytes.slice(start, start + length));
  }

  readRangeSync(path: string, start: number, into: Uint8Array): number {
    return attempt('read', path, () => {
      const part = this.find(path).bytes.subarray(start, start + into.length);
      into.set(part);
      return part.length;
    });
  }

  async *stream(
    path: string,
    {
      chunkBytes = DEFAULT_CHUNK,
      signal,
    }: { chunkBytes?: number | undefined; signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<Uint8Array> {
    const { bytes } = attempt('read', path, () => this.find(path));
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      signal?.throwIfAborted();
      yield bytes.slice(start, start + chunkBytes);
    }
  }

  async makeFolder(path: string): Promise<void> {
    this.makeFolders(normalPath(path));
  }

  async writeAtomic(path: string, contents: string | Uint8Array): Promise<void> {
    attempt('write', path, () => this.store(path, toBytes(contents)));
  }

  async writeFrom(path: string, start: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const bytes = this.held(path);
    const gap = new Uint8Array(Math.max(start - bytes.length, 0));
    const written: Uint8Array[] = [bytes.slice(0, start), gap];
    const end = (): number => written.reduce((total, { length }) => total + length, 0);
    const store = (...rest: readonly Uint8Array[]): void =>
      attempt('write', path, () => this.store(path, concatBytes([...written, ...rest])));
    try {
      for await (const chunk of chunks) written.push(chunk.slice());
    } catch (error) {
      store(bytes.slice(end()));
      throw error;
    }
    store();
  }

  async appendLine(path: string, line: string): Promise<void> {
    attempt('write', path, () => this.store(path, concatBytes([this.held(path), toBytes(`${line}\n`)])));
  }

  async createExclusive(path: string, contents: string | Uint8Array): Promise<boolean> {
    const key = normalPath(path);
    if (this.files.has(key) || this.folders.has(key)) return false;
    attempt('write', path, () => this.store(path, toBytes(contents)));
    return true;
  }

  async duplicate(from: string, to: string): Promise<void> {
    attempt('write', to, () => this.store(to, this.find(from).bytes));
  }

  async rename(from: string, to: string): Promise<void> {
    attempt('write', to, () => {
      const file = this.find(from);
      const [source, target] = [normalPath(from), normalPath(to)];
      if (source === target) return;
      this.store(to, file.bytes);
      this.files.delete(source);
    });
  }

  async remove(path: string): Promise<void> {
    attempt('write', path, () => {
      if (this.folders.has(normalPath(path))) throw new FileSystemError('EISDIR');
      this.files.delete(normalPath(path));
    });
  }

  async touch(path: string): Promise<void> {
    attempt('write', path, () => (this.find(path).modified = Date.now()));
  }

  /** Memory ends with its process. */
  removeAtExit(): () => void {
    return () => undefined;
  }

  private find(path: string): StoredFile {
    const key = normalPath(path);
    const file = this.files.get(key);
    if (file) return file;
    throw new FileSystemError(this.folders.has(key) ? 'EISDIR' : this.absence(key));
  }

  private held(path: string): Uint8Array {
    return this.files.get(normalPath(path))?.bytes ?? new Uint8Array(0);
  }

  private store(path: string, bytes: Uint8Array): void {
    const key = normalPath(path);
    checkName(nameOf(key));
    if (!this.folders.has(folderOf(key))) throw new FileSystemError(this.absence(key));
    if (this.folders.has(key)) throw new FileSystemError('EISDIR');
    this.files.set(key, { bytes: bytes.slice(), modified: Date.now() });
  }

  /**
   * Returns the reason why a path is invalid: one of its folders is a file, or is missing.
   */
  private absence(key: string): 'ENOENT' | 'ENOTDIR' {
    for (let folder = folderOf(key); folder !== '/'; folder = folderOf(folder))
      if (this.files.has(folder)) return 'ENOTDIR';
    return 'ENOENT';
  }

  private makeFolders(key: string): void {
    if (this.folders.has(key)) return;
    this.makeFolders(folderOf(key));
    attempt('create', key, () => {
      if (this.files.has(key)) throw new FileSystemError('EEXIST');
      checkName(nameOf(key));
      this.folders.add(key);
    });
  }
}

function checkName(name: string): void {
  if (name.includes('\0')) throw new FileSystemError('EINVAL');
  if (toBytes(name).length > MOST_NAME_BYTES) throw new FileSystemError('ENAMETOOLONG');
}

function attempt<Value>(action: 'read' | 'write' | 'create', path: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw storageError(action, path, error);
  }
}
