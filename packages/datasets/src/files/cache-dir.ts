import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where downloaded files are kept: `cacheDir` if given, else HELMHOLTZ_CACHE from the environment, else the
 * operating system's folder for caches.
 */
export function cacheFolder(set: string, cacheDir?: string): string {
  const root = cacheDir ?? (process.env['HELMHOLTZ_CACHE'] || envPaths('helmholtz', { suffix: '' }).cache);
  return join(resolve(root), set);
}
