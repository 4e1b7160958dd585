import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { trainExample } from './train-example.js';

/** Each example, and the nats by which it is better than independent columns at least. */
const margins = { clinic: 1, cells: 7, sensors: 50, survey: 0.7, photos: 500, spectrograms: 200 };

for (const [name, margin] of Object.entries(margins)) {
  test.serial(`the example ${name} is better than independent columns by ${margin} nats`, async (t) => {
    const { run, nelbo, independent, lines, remove } = await trainExample(name);
    t.teardown(remove);
    t.log(`${name}: nelbo ${nelbo}, independent ${independent}`);
    t.true(nelbo < independent - margin, `${nelbo}, and ${independent} of independent columns`);
    t.true(lines <= 10, `${lines} lines`);
    const report = await readFile(join(run, 'report.html'), 'utf8');
    const text = report.replaceAll(/base64,[\w+/=]*/g, '');
    t.false(text.includes('NaN'), 'the report has no undefined numbers');
  });
}
