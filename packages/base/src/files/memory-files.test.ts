import test from 'ava';

import { conform } from '../testing/conform.js';
import { toText } from './bytes.js';
import { memoryFiles } from './memory-files.js';

conform(test, async () => {
  const files = memoryFiles();
  await files.makeFolder('/tests');
  return { files, folder: '/tests' };
});

test('files may be there from the beginning, in folders that are made for them', async (t) => {
  const files = memoryFiles({ '/data/train.npy': Uint8Array.of(1), 'notes.txt': 'grün' });
  t.deepEqual(await files.list('/'), ['data', 'notes.txt']);
  t.deepEqual(await files.read('data/train.npy'), Uint8Array.of(1));
  t.is(toText(await files.read('./notes.txt')), 'grün');
});

test('two memory file systems share no files', async (t) => {
  await memoryFiles().writeAtomic('/a', '');
  t.is(await memoryFiles().stat('/a'), undefined);
});
