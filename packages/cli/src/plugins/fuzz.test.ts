import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';
import fc from 'fast-check';

import { kinds, loadPlugins } from './load-plugins.js';

// 20,000 by: npm run fuzz
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 200);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'helmholtz-plugins-'));
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
test.after.always(() => rm(folder, { recursive: true, force: true }));

const part = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.record(
    {
      name: fc.oneof(fc.string(), fc.jsonValue()),
      className: fc.string(),
      constants: fc.jsonValue(),
      tensors: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);
const contributions = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.oneof(fc.constantFrom(...kinds, '__proto__', 'modules'), fc.string()),
    fc.array(part, { maxLength: 3 }),
    {
      maxKeys: 3,
    },
  ),
);

test(`${INPUTS} plugins with random exports load, or throw an error of one line`, async (t) => {
  t.timeout(3_600_000);
  let count = 0;
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(contributions, fc.boolean(), async (given, isFunction) => {
      // Another name each time, since a module is loaded once.
      const path = join(folder, `${count++}.js`);
      writeFileSync(path, `export default ${isFunction ? '() => ' : ''}(${JSON.stringify(given)})`);
      try {
        await loadPlugins([path]);
        taken++;
      } catch (error) {
        if (!(error instanceof HelmholtzError) || error.message.includes('\n') || !error.hint) throw error;
      }
    }),
    { numRuns: INPUTS, seed: SEED, includeErrorInReport: true },
  );
  t.is(({} as Record<string, unknown>)['polluted'], undefined);
  t.true(taken > 0 && taken < INPUTS, `${taken} taken`);
});
