import { readFile } from 'node:fs/promises';
import test from 'ava';

/**
 * Follows `import ... from` and `export ... from`, but not `import()`, which loads only when it is
 * called.
 *
 * @param platform the file that `#platform` is
 */
async function staticImports(
  file: URL,
  seen = new Set<string>(),
  platform = new URL('./platform/node.js', import.meta.url),
): Promise<Set<string>> {
  const source = await readFile(file, 'utf8');
  for (const [, name] of source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gm)) {
    const target = /^[.#]/.test(name!)
      ? (name === '#platform' ? platform : new URL(name!, file)).href
      : name!;
    if (seen.has(target)) continue;
    seen.add(target);
    if (target.startsWith('file:')) await staticImports(new URL(target), seen, platform);
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
    '@helmholtz/base',
    '@helmholtz/core/describe',
    '@helmholtz/core/description',
    'node:fs/promises',
    'node:module',
    'node:worker_threads',
  ]);
  const beyond = new Set<string>();
  for (const entry of ['base', 'core/describe', 'core/description']) {
    const file = new URL(import.meta.resolve(`@helmholtz/${entry}`));
    await staticImports(file, beyond, new URL('./platform/browser.js', file));
  }
  t.deepEqual([...beyond].filter((name) => !name.startsWith('file:')).sort(), [
    '@helmholtz/base',
    '@noble/hashes/legacy.js',
    '@noble/hashes/sha2.js',
    'fastest-levenshtein',
  ]);
});

test('the browser entry point imports no module of Node', async (t) => {
  const platform = new URL('./platform/browser.js', import.meta.url);
  const loaded = await staticImports(new URL('./browser.js', import.meta.url), new Set(), platform);
  t.true(loaded.has(platform.href));
  t.deepEqual([...loaded].filter((name) => !name.startsWith('file:')).sort(), [
    '@helmholtz/base',
    '@helmholtz/core/describe',
    '@helmholtz/core/description',
  ]);
});
