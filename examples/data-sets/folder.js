import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Creates and returns the folder that a script writes to: the first argument of the command line,
 * or the folder beside the script that has its name.
 *
 * @param {string} script `import.meta.url` of the script
 */
export async function outputFolder(script) {
  const path = fileURLToPath(script);
  const folder = process.argv[2] ?? join(path, '..', basename(path, '.js'));
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Training and test set of a data set: name and number of examples. */
export const PARTS = [
  { part: 'train', count: 600 },
  { part: 'test', count: 200 },
];
