import { readFile } from 'node:fs/promises';

import test from 'ava';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test("README's model in a few lines is the example that is built", async (t) => {
  const [, snippet] = /## A model in a few lines\n\n```ts\n([^]*?)```/.exec(await read('README.md'))!;
  t.is(snippet, await read('examples/src/train-vae.ts'));
});

test("README's three lines that train what a spec declares are in the example that is built", async (t) => {
  const [, snippet] = /like `helmholtz train`:\n\n```ts\n([^]*?)```/.exec(await read('README.md'))!;
  t.true((await read('examples/src/train-spec.ts')).includes(snippet!));
});
