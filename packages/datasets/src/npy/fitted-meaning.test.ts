import { memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { parseFitted, writeFitted } from '../fitted/fitted-file.js';
import { loadDataset } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { values } from '../testing/read-all.js';
import { encodeNpy } from './encode-npy.js';

const grey = Math.fround(51 / 255);

function filesOf(shape: readonly number[], train: number[], testSet: number[] = train, masks = false) {
  const array = (data: number[]) => encodeNpy({ shape, data: Uint8Array.from(data) });
  const mask = encodeNpy({ shape, data: new Uint8Array(train.length).fill(1) });
  return memoryFiles({
    '/d/train.npy': array(train),
    '/d/test.npy': array(testSet),
    ...(masks ? { '/d/train-mask.npy': mask, '/d/test-mask.npy': mask } : {}),
  });
}

for (const shape of [[4], [2, 2], [1, 2, 2], [1, 2, 2, 1], [1, 1, 2, 2, 1]]) {
  test(`uint8 of rank ${shape.length} is grey, if not declared as numbers`, async (t) => {
    const files = filesOf(shape, [0, 51, 255, 51], [0, 1, 1, 51], true);
    const lines: string[] = [];
    const { train, test: testSet } = await loadDataset('npy', {
      dataDir: '/d',
      files,
      onChange: (line) => lines.push(line),
    });
    t.deepEqual(values(train), [0, grey, 1, grey]);
    t.deepEqual(values(testSet), [0, Math.fround(1 / 255), Math.fround(1 / 255), grey]);
    t.regex(lines.join('\n'), /data\.bytes=numbers/);
    const kept = await loadDataset('npy', { dataDir: '/d', files, bytes: 'numbers' });
    t.deepEqual(values(kept.train), [0, 51, 255, 51]);
  });

  test(`zeros and ones of rank ${shape.length} stay numbers, and new arrays have the meaning of the training data`, async (t) => {
    const files = filesOf(shape, [0, 1, 1, 0], [0, 1, 1, 2]);
    const { train, test: testSet } = await loadDataset('npy', { dataDir: '/d', files });
    t.deepEqual(
      [values(train), values(testSet)],
      [
        [0, 1, 1, 0],
        [0, 1, 1, 2],
      ],
    );
    const fitted = parseFitted(writeFitted(train.fitted!), 'fitted.json');
    t.deepEqual(values(await loadExamples('/d/test.npy', { fitted, files })), [0, 1, 1, 2]);
  });
}

test('runs of earlier versions read new examples as before', async (t) => {
  const files = filesOf([1, 2, 2], [0, 51, 255, 51]);
  const { train } = await loadDataset('npy', { dataDir: '/d', files });
  const { bytes, ...fitted } = train.fitted as { bytes?: string } & Parameters<
    typeof loadExamples
  >[1]['fitted'];
  t.is(bytes, 'grey');
  t.deepEqual(values(await loadExamples('/d/test.npy', { fitted, files })), [0, grey, 1, grey]);
});
