import { type Files, joinPath, platform as basePlatform } from '@helmholtz/base';

import { platform } from '#platform';

import type { ArrayFile } from '../arrays/open-array.js';
import { npyHeader } from '../npy/encode-npy.js';
import { openNpy } from '../npy/read-npy.js';

export interface CachedArrayOptions {
  /** Subfolder of the cache folder, such as `images`. */
  readonly kind: string;
  /** What the values depend on, beside the files. */
  readonly options: unknown;
  /** Files that the values are computed from. */
  readonly paths: readonly string[];
  readonly shape: readonly number[];
  readonly type: 'uint8' | 'float32';
  /** Computes the values, row-major, some at a time. */
  readonly values: () => AsyncIterable<Uint8Array | Float32Array>;
  readonly files: Files;
  readonly cacheDir?: string | undefined;
}

/**
 * Writes values into an array of the cache folder, and opens it. An array of the same files, by
 * names, sizes and times, is used again.
 */
export async function cachedArray({
  kind,
  options,
  paths,
  shape,
  type,
  values,
  files,
  cacheDir = platform.cacheRoot(),
}: CachedArrayOptions): Promise<ArrayFile> {
  const hash = basePlatform.createHash('md5');
  const add = (value: unknown): void => void hash.update(new TextEncoder().encode(JSON.stringify(value)));
  add(options);
  for (const path of paths) add([files.absolute(path), await files.stat(path)]);
  const folder = joinPath(cacheDir, kind);
  const path = joinPath(folder, `${hash.digest()}.npy`);
  if (!(await files.stat(path))) {
    await files.makeFolder(folder);
    const part = `${path}.part`;
    await files.writeFrom(part, 0, withHeader(npyHeader(shape, type), values()));
    await files.rename(part, path);
  }
  return openNpy(path, { files });
}

async function* withHeader(
  header: Uint8Array,
  values: AsyncIterable<Uint8Array | Float32Array>,
): AsyncGenerator<Uint8Array> {
  yield header;
  for await (const each of values) yield new Uint8Array(each.buffer, each.byteOffset, each.byteLength);
}
