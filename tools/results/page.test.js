import { readFile, readdir } from 'node:fs/promises';
import test from 'ava';

import { filled, page, written } from './page.js';
import { rows } from './rows.js';

const text = await readFile(page, 'utf8');
const places = rows.map(
  ({ table }) => `<!-- ${table}: commands -->\n<!-- end -->\n<!-- ${table} -->\n<!-- end -->`,
);
const empty = [...new Set(places)].join('\n');

test('the page has the commands of every row, and the numbers that are kept of those that are done', async (t) => {
  t.is(await written(rows, text), text, 'npm run results writes it');
});

test('logs and pictures are those that the page shows, and no others', async (t) => {
  const kept = await readdir(new URL('../../docs/reference/results', import.meta.url)).catch(() => []);
  const shown = [...text.matchAll(/\]\(results\/([^)]+)\)/g)].map(([, file]) => file);
  t.deepEqual([...new Set(shown)].sort(), kept.filter((file) => !file.endsWith('.json')).sort());
});

/**
 * @import { Epoch, Result } from './record.js'
 * @import { Row } from './rows.js'
 */

/**
 * @param {number} number
 * @param {Epoch['train']} test
 * @returns {Epoch}
 */
const epoch = (number, test, train = test) => ({ epoch: number, seconds: 40 * number, test, train });

test('a convolutional loss is counted without the constant of the density', (t) => {
  const constant = 512 * Math.log(2 * Math.PI);
  const metrics = { nelbo: constant + 18.5, kl: 6.25, expectedLogLikelihood: -constant - 12.25 };
  const row = /** @type {Row} */ (rows.find(({ name }) => name === 'conv-vae'));
  const content = filled(empty, rows, [{ row, test: metrics, history: [epoch(1, metrics)] }]);
  t.regex(
    content,
    /\| 1 \| 12\.25 \| 6\.25 \| 18\.50 \| 12\.25 \| 6\.25 \| 18\.50 \|\n\nTraining took 40 s;/,
  );
});

test('a table has the rows that are done', (t) => {
  const results = rows
    .filter(({ table }) => table === 'importance-weighted')
    .map((row, index) => ({
      row,
      test: { nelbo: NaN },
      history: [epoch(300, {})],
      ...('evaluate' in row && { nll: 86.123 + index, standardError: 0.2, activeUnits: [20, 5] }),
    }));
  const oneLayer = /\| one layer \| 1 \| \*\*86\.12\*\* \| 0\.20 \| 86\.76 \| 20 \+ 5 \| 1 \| 200 min \|/;
  const twoLayers =
    /\| two layers \| 50 \| \*\*91\.12\*\* \| 0\.20 \| 82\.90 \| 20 \+ 5 \| 1 \+ 1 \| 400 min \|/;
  const content = filled(empty, rows, results);
  t.regex(content, oneLayer);
  t.regex(content, twoLayers);
  const part = filled(empty, rows, results.slice(0, 3));
  t.regex(part, oneLayer);
  t.notRegex(part, twoLayers);
});

test('a page without a place for the results is an error', (t) => {
  t.throws(() => filled('# Results', rows, []), {
    message: /has no place "<!-- importance-weighted: commands -->"/,
  });
});
