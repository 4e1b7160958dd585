import { joinPath } from '@helmholtz/base';

import { platform } from '#platform';

/**
 * Returns the folder that keeps the downloaded files of a data set: in `cacheDir` if given, else in
 * HELMHOLTZ_CACHE from the environment, else in the operating system's folder for caches.
 */
export function cacheFolder(set: string, cacheDir: string = platform.cacheRoot()): string {
  return joinPath(cacheDir, set);
}
