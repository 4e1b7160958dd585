import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { Example } from './example.js';
import { root } from './workspace.js';

/**
 * Lists the complete TypeScript examples of the pages in `docs/`: the `ts` blocks that begin with
 * an import. Any other block is a fragment.
 */
export function pageExamples(): Example[] {
  const folder = join(root, 'docs');
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return pages.flatMap((page) => {
    const path = join(folder, page);
    const text = readFileSync(path, 'utf8');
    return [...text.matchAll(/^```ts\n(import [^]*?)^```/gm)].map(({ 1: code, index }) => ({
      group: 'docs',
      name: `${relative(root, path)}:${text.slice(0, index).split('\n').length}`,
      code: code!,
    }));
  });
}
