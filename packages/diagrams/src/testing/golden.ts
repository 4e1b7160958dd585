import { readFile, writeFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';

/**
 * Compares a text with the file in `golden/`, to the byte; with UPDATE_GOLDEN=1 in the environment
 * it writes the file.
 */
export async function matchesGolden(t: ExecutionContext, name: string, text: string): Promise<void> {
  const file = new URL(`../../golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN']) await writeFile(file, text);
  t.is(text, await readFile(file, 'utf8'));
}
