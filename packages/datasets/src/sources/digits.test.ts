import { createHash } from 'node:crypto';
import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { values } from '../testing/read-all.js';
import { digits } from './digits.js';

const { train, test: testSet } = await digits.load({});

test('9,000 images to train on and 1,000 to test on, labelled', (t) => {
  t.deepEqual([train.size, testSet.size], [9_000, 1_000]);
  t.deepEqual(
    [train.shape, testSet.shape],
    [
      [28, 28, 1],
      [28, 28, 1],
    ],
  );
  t.deepEqual([train.name, testSet.name], ['digits/train', 'digits/test']);
});

test('are the first 10,000 labels of MNIST, by count', (t) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of [...train.labels!, ...testSet.labels!]) counts[label]!++;
  t.deepEqual(counts, [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
});

test('the test set has its share of every class, to within one image', (t) => {
  for (let label = 0; label < 10; label++) {
    const inTest = testSet.labels!.filter((each) => each === label).length;
    const inTrain = train.labels!.filter((each) => each === label).length;
    t.true(Math.abs(inTest - (inTest + inTrain) / 10) <= 1, `class ${label}`);
  }
});

test('every stretch of 30 images has every class', (t) => {
  for (const labels of [train.labels!, testSet.labels!]) {
    for (let start = 0; start + 30 <= labels.length; start++) {
      if (new Set(labels.subarray(start, start + 30)).size !== 10) t.fail(`from ${start} on`);
    }
  }
  t.pass();
});

test('no image is in both parts, nor twice in one', (t) => {
  const keys = [train, testSet].flatMap((part) =>
    Array.from({ length: part.size }, (_, i) =>
      Buffer.from(Float32Array.from(values(part, [i])).buffer).toString('latin1'),
    ),
  );
  t.is(new Set(keys).size, 10_000);
});

test('pixels are the bytes of MNIST over 255, in an order that never changes', (t) => {
  const sum = (part: typeof train) => {
    const bytes = values(part).map((grey) => {
      const byte = Math.round(grey * 255);
      if (Math.fround(byte / 255) !== grey) t.fail(`${grey} is no byte over 255`);
      return byte;
    });
    return createHash('md5').update(Uint8Array.from(bytes)).update(part.labels!).digest('hex');
  };
  t.is(sum(train), '7803e4db1fc3b574bf5130b690e6d14c');
  t.is(sum(testSet), '7ec48f03d8290c28db415b744d1f3fc1');
});

test('the data set digits throws an error for a data folder', async (t) => {
  const error = await t.throwsAsync(digits.load({ dataDir: 'folder' }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.regex(error.hint!, /mnist/);
});
