import { memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { GrowingFile } from './growing-file.js';

test('a file has its name only when it is complete, and nothing is left of a discarded one', async (t) => {
  const files = memoryFiles({ '/runs/sample.csv': 'old\n' });
  const text = async (): Promise<string> => new TextDecoder().decode(await files.read('/runs/sample.csv'));
  const discarded = new GrowingFile('/runs/sample.csv', files);
  await discarded.append('a,b\n');
  t.is(await text(), 'old\n');
  await discarded.discard();
  t.deepEqual(await files.list('/runs'), ['sample.csv']);
  const file = new GrowingFile('/runs/sample.csv', files);
  await file.append('a,b\n');
  await file.append(new TextEncoder().encode('1,2\n'));
  await file.end();
  t.is(await text(), 'a,b\n1,2\n');
  t.deepEqual(await files.list('/runs'), ['sample.csv']);
});
