// Trains, evaluates and draws what docs/reference/results.md shows, and writes its numbers, logs
// and pictures there:
//
//   npm run results -- [--data-dir <folder with MNIST>] [--only iwae-one-layer-k1,cvae] \
//     [--runs runs] [--threads 1]
//
// All of it takes a few hours. An interrupted run is resumed, and a finished one is not trained
// again. The page keeps the numbers of rows that are not chosen.
import { resolve } from 'node:path';

import { writePage } from './page.js';
import { keepRow } from './record.js';
import { rows } from './rows.js';
import { produce } from './run-row.js';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: {
    'data-dir': { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string', default: 'runs' },
    threads: { type: 'string' },
  },
});
const names = rows.map(({ name }) => name);
const chosen = values.only?.split(',') ?? names;
const unknown = chosen.find((name) => !names.includes(name));
if (unknown) throw new Error(`There is no "${unknown}": ${names.join(', ')}.`);

const runs = resolve(values.runs);
const dataDir = values['data-dir'] && resolve(values['data-dir']);
for (const row of rows.filter(({ name }) => chosen.includes(name))) {
  await produce(row, { runs, dataDir, threads: values.threads });
  await keepRow(row, runs);
}
await writePage(rows);
