import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { drawArchitecture } from './main.js';
import { essentialImports } from './packages.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the picture in the docs is that of the packages as they are', async (t) => {
  const picture = readFileSync(new URL('../../docs/explanation/architecture.svg', import.meta.url), 'utf8');
  t.true(picture === (await drawArchitecture(root)), 'run: npm run architecture');
});

test('an import that follows from others is no arrow', (t) => {
  const packages = [
    { name: 'cli', imports: ['core', 'recipes'] },
    { name: 'recipes', imports: ['core'] },
    { name: 'core', imports: [] },
  ].map((each) => ({ summary: '', files: 0, lines: 0, ...each }));
  t.deepEqual(essentialImports(packages), [
    ['cli', 'recipes'],
    ['recipes', 'core'],
  ]);
});
