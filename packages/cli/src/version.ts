import { createRequire } from 'node:module';

/** Version of Helmholtz: all packages share it. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
