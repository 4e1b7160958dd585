import { readFile } from 'node:fs/promises';
import test from 'ava';

/** Follows `import ... from` and `export ... from`, but not `import()`, which loads only when it is called. */
async function staticImports(file: URL, seen = new Set<string>()): Promise<Set<string>> {
  const source = await readFile(file, 'utf8');
  for (const [, name] of source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gm)) {
    const target = name!.startsWith('.') ? new URL(name!, file).href : name!;
    if (seen.has(target)) continue;
    seen.add(target);
    if (name!.startsWith('.')) await staticImports(new URL(target), seen);
  }
  return seen;
}

test('importing the package loads neither tensors nor a layout engine nor a renderer', async (t) => {
  const loaded = await staticImports(new URL('./index.js', import.meta.url));
  t.true(
    [...loaded].some((name) => name.endsWith('/views/decoder.js')),
    'the imports are followed',
  );
  t.deepEqual([...loaded].filter((name) => !name.startsWith('file:')).sort(), [
    '@helmholtz/core/describe',
    '@helmholtz/core/description',
    '@helmholtz/core/errors',
    'node:fs/promises',
    'node:module',
    'node:worker_threads',
  ]);
  const beyond = new Set<string>();
  for (const entry of ['describe', 'description', 'errors']) {
    await staticImports(new URL(import.meta.resolve(`@helmholtz/core/${entry}`)), beyond);
  }
  t.deepEqual(
    [...beyond].filter((name) => !name.startsWith('file:')),
    ['fastest-levenshtein'],
  );
});
