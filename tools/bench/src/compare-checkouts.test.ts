import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import test from 'ava';

import { compareCheckouts, comparisonText, engineOf } from './compare-checkouts.js';
import type { Engine } from './engines/registry.js';
import { fakeEngine, smallWork } from './testing/fakes.js';

const fake = new URL('testing/fake-engine.js', import.meta.url);
const root = fileURLToPath(new URL('.', import.meta.url));

/** A checkout whose engine is the same program, which its settings make as slow as they say. */
function checkout(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-checkout-'));
  mkdirSync(join(folder, 'testing'));
  writeFileSync(
    join(folder, 'testing', 'fake-engine.js'),
    `await import('${pathToFileURL(fileURLToPath(fake)).href}');`,
  );
  return { folder: `${folder}/`, remove: () => rmSync(folder, { recursive: true }) };
}

const options = { works: [smallWork], pairs: 4, turnMs: 20, patienceMs: 60_000 };

test('the same step in two checkouts has the ratio 1', async (t) => {
  const { folder, remove } = checkout();
  t.teardown(remove);
  const engines = [fakeEngine({ name: 'compiled', stepMs: 2 })];
  const comparisons = await compareCheckouts(root, { ...options, engines, against: folder });
  t.deepEqual(
    comparisons.map(({ ratio }) => ratio),
    [{ median: 1, low: 1, high: 1 }],
  );
  t.deepEqual(comparisons.map(comparisonText), [
    'small, The compiled: geometric mean 2.000 ms, before 2.000 ms, ratio 1.000; ' +
      'median of the ratios of single rounds 1.000, 95 % interval 1.000 to 1.000',
  ]);
});

test('the other checkout runs its own file', (t) => {
  const { folder, remove } = checkout();
  t.teardown(remove);
  const engine: Engine = fakeEngine({ name: 'compiled' });
  const { args } = engineOf(engine, root, folder).command({ python: '' });
  t.deepEqual(args, [join(folder, 'testing', 'fake-engine.js')]);
});

test('a checkout that is not built, and an engine that fails, are errors', async (t) => {
  const engines = [fakeEngine({ name: 'compiled' })];
  const nowhere = { ...options, engines, against: '/nowhere' };
  await t.throwsAsync(compareCheckouts(root, nowhere), { message: /set up and built/ });
  const { folder, remove } = checkout();
  t.teardown(remove);
  const failing = [fakeEngine({ name: 'compiled', failed: 'no such kernel' })];
  await t.throwsAsync(compareCheckouts(root, { ...options, engines: failing, against: folder }), {
    message: /no such kernel/,
  });
});
