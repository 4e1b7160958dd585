import { readFile } from 'node:fs/promises';

import test from 'ava';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test("README's model in a few lines is the example that is built", async (t) => {
  const [, snippet] = /## A model in a few lines\n\n```ts\n([^]*?)```/.exec(await read('README.md'))!;
  t.is(snippet, await read('examples/src/train-vae.ts'));
});
