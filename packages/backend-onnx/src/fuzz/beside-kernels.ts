import { readdirSync } from 'node:fs';

import type { Operation } from './operations.js';

const folder = new URL('../kernels/', import.meta.url);

/** Operations of the files `<name>.fuzz.ts` beside the kernels, by name. */
export const BESIDE_KERNELS: readonly Operation[] = (
  await Promise.all(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.fuzz.js'))
      .sort()
      .map((file) => import(new URL(file, folder).href) as Promise<{ operations: readonly Operation[] }>),
  )
).flatMap(({ operations }) => operations);
