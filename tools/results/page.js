import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeCsv } from '@helmholtz/datasets';
import { format, resolveConfig } from 'prettier';

import { readRow } from './read-row.js';
import { keptPictures } from './pictures.js';
import { commandsOf, root } from './run-row.js';
import { tables } from './tables.js';
import { shellCommand } from './words.js';

export const page = join(root, 'docs', 'results.md');
const folder = join(root, 'docs', 'results');
/** Puts the commands, and the numbers, logs and pictures of what is done into docs/. */
export async function writePage(rows, runs) {
  const results = (await Promise.all(rows.map((row) => readRow(row, runs)))).filter(Boolean);
  await mkdir(folder, { recursive: true });
  for (const result of results) await keep(result);
  await writeFile(page, await formatted(filled(await readFile(page, 'utf8'), rows, results)));
}

/** A page with its places filled. A table of which a row is not done stays as it is, with the rows that it has. */
export function filled(text, rows, results) {
  return Object.entries(tables).reduce((page, [kind, table]) => {
    const ofKind = (row) => row.table === kind;
    const done = results.filter(({ row }) => ofKind(row));
    const withCommands = insert(page, `${kind}: commands`, commands(rows.filter(ofKind)));
    const isWhole = done.length === rows.filter(ofKind).length;
    return isWhole ? insert(withCommands, kind, table(done).join('\n\n')) : withCommands;
  }, text);
}

export async function formatted(text) {
  return format(text, { ...(await resolveConfig(page)), filepath: page });
}

function commands(rows) {
  const ofRow = (row) =>
    commandsOf(row)
      .map((words) => `npx helmholtz ${shellCommand(words)}`)
      .join('\n');
  return `\`\`\`sh\n${rows.map(ofRow).join('\n\n')}\n\`\`\``;
}

/** The log of a run as a table of its own, and its pictures. */
async function keep({ row: { name, pictures }, folder: run, history }) {
  const metrics = (set) => Object.keys(history[0][set]).filter((metric) => !metric.includes('/'));
  const columns = ['train', 'test'].flatMap((set) => metrics(set).map((metric) => [set, metric]));
  const lines = history.map((epoch) => [
    String(epoch.epoch),
    epoch.seconds.toFixed(1),
    epoch.learningRate.toPrecision(3),
    ...columns.map(([set, metric]) => epoch[set][metric].toFixed(3)),
  ]);
  const header = ['epoch', 'seconds', 'learningRate', ...columns.map(([set, metric]) => `${set} ${metric}`)];
  await writeFile(join(folder, `${name}.csv`), encodeCsv([header, ...lines]));
  for (const kind of keptPictures({ pictures })) {
    await copyFile(join(run, `${kind}.png`), join(folder, `${name}-${kind}.png`));
  }
}

/** @throws Error where the page has not marked the place. */
function insert(text, place, content) {
  const begin = `<!-- ${place} -->`;
  const end = '<!-- end -->';
  const from = text.indexOf(begin);
  if (from < 0) throw new Error(`${page} has no place "${begin}".`);
  const to = text.indexOf(end, from);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
