import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PublicExport } from './public-exports.js';
import { root } from './workspace.js';

const path = join(root, 'test', 'exports-without-examples.txt');

/**
 * Lists the exports that have no example, sorted, in the form of a line of the file:
 * `@helmholtz/core train`.
 */
export function withoutExamples(exports: readonly PublicExport[]): string[] {
  return exports
    .filter(({ examples }) => examples.length === 0)
    .map(({ packageName, name }) => `${packageName} ${name}`)
    .sort();
}

/** Reads the file that lists the exports without an example. It may only become shorter. */
export function readList(): string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

/**
 * Writes the file anew without the exports that have an example or are gone. Exports that moved to
 * another package stay in it. It takes no new ones.
 */
export function shortenList(missing: readonly string[], list: readonly string[]): void {
  const nameOf = (line: string) => line.split(' ').at(-1);
  const known = new Set(list.map(nameOf));
  writeFileSync(
    path,
    missing
      .filter((line) => known.has(nameOf(line)))
      .map((line) => `${line}\n`)
      .join(''),
  );
}
