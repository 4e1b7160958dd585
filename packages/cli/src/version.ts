import { createRequire } from 'node:module';

/** The version of this package, and so of Helmholtz: all packages share it. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
