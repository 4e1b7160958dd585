import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readRecord } from './record.js';
import { commandsOf, root } from './run-row.js';
import { tables } from './tables.js';
import { formatted, shellCommand } from './words.js';

/**
 * @import { Result } from './record.js'
 * @import { Row } from './rows.js'
 */

export const page = join(root, 'docs', 'reference', 'results.md');

/**
 * Puts the commands of all rows into the page, and the tables of what is kept of them.
 *
 * @param {readonly Row[]} rows
 */
export async function writePage(rows) {
  await writeFile(page, await written(rows, await readFile(page, 'utf8')));
}

/**
 * The page as it should be, from the one that is there.
 *
 * @param {readonly Row[]} rows
 * @param {string} text
 */
export async function written(rows, text) {
  const results = (await Promise.all(rows.map(readRecord))).filter((result) => result !== undefined);
  return formatted(page, filled(text, rows, results));
}

/**
 * A page with its places filled. A table has the rows that are done.
 *
 * @param {string} text
 * @param {readonly Row[]} rows
 * @param {readonly Result[]} results
 */
export function filled(text, rows, results) {
  return Object.entries(tables).reduce((page, [kind, table]) => {
    const done = results.filter(({ row }) => row.table === kind);
    const withCommands = insert(
      page,
      `${kind}: commands`,
      commands(rows.filter((row) => row.table === kind)),
    );
    return insert(withCommands, kind, done.length === 0 ? '' : table(done).filter(Boolean).join('\n\n'));
  }, text);
}

/** @param {readonly Row[]} rows */
function commands(rows) {
  const ofRow = (/** @type {Row} */ row) =>
    commandsOf(row)
      .map((words) => `npx helmholtz ${shellCommand(words)}`)
      .join('\n');
  return `\`\`\`sh\n${rows.map(ofRow).join('\n\n')}\n\`\`\``;
}

/**
 * @param {string} text
 * @param {string} place
 * @param {string} content
 * @throws Error where the page has not marked the place.
 */
function insert(text, place, content) {
  const begin = `<!-- ${place} -->`;
  const end = '<!-- end -->';
  const from = text.indexOf(begin);
  if (from < 0) throw new Error(`${page} has no place "${begin}".`);
  const to = text.indexOf(end, from);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
