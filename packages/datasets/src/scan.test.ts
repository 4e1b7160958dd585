import test from 'ava';
import { arrayDataset } from './array-dataset.js';
import { scan } from './scan.js';
import { sampledBinarization } from './transforms/sampled-binarization.js';

const dataset = (data: number[][]) => arrayDataset({ name: 'few', data, shape: [2] });

test('tells range, whole numbers and binary values', (t) => {
  t.deepEqual(
    scan(
      dataset([
        [0, 1],
        [1, 1],
      ]),
    ),
    { min: 0, max: 1, integer: true, binary: true, sampleSize: 2 },
  );
  t.deepEqual(scan(dataset([[0, 3]])), { min: 0, max: 3, integer: true, binary: false, sampleSize: 1 });
  t.deepEqual(scan(dataset([[-0.5, 1]])), {
    min: -0.5,
    max: 1,
    integer: false,
    binary: false,
    sampleSize: 1,
  });
});

test('sees values that are sampled', (t) => {
  const grey = dataset(Array.from({ length: 50 }, () => [0.5, 0.5]));
  t.deepEqual(scan(sampledBinarization(grey)), {
    min: 0,
    max: 1,
    integer: true,
    binary: true,
    sampleSize: 50,
  });
});

test('spreads its sample over the whole set', (t) => {
  const ascending = dataset(Array.from({ length: 1_000 }, (_, i) => [i, i]));
  const { min, max, sampleSize } = scan(ascending, 10);
  t.deepEqual([min, max, sampleSize], [0, 900, 10]);
});
