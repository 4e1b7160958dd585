import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import envPaths from 'env-paths';

import type { DatasetPlatform, DigitFile } from './platform.js';

/** Only its JSON files are used: importing the package would build arrays of all ten at once. */
const packageRoot = import.meta.resolve('mnist/package.json');

export const platform: DatasetPlatform = {
  cacheRoot: () => resolve(process.env['HELMHOLTZ_CACHE'] || envPaths('helmholtz', { suffix: '' }).cache),
  async readDigits(digit) {
    const text = await readFile(new URL(`src/digits/${digit}.json`, packageRoot), 'utf8');
    return (JSON.parse(text) as DigitFile).data;
  },
};
