import test from 'ava';

import { firstOfEachClass, toImages } from './images.js';

test('the first example of each class, in the order of the classes', (t) => {
  const labels = Uint8Array.of(2, 0, 2, 1, 0, 5);
  t.deepEqual(firstOfEachClass({ labels, size: 6 }, 10), [1, 3, 0, 5]);
  t.deepEqual(firstOfEachClass({ labels, size: 6 }, 2), [1, 3]);
});

test('without classes, the first examples there are', (t) => {
  t.deepEqual(firstOfEachClass({ labels: undefined, size: 100 }, 3), [0, 1, 2]);
  t.deepEqual(firstOfEachClass({ labels: undefined, size: 2 }, 10), [0, 1]);
});

test('examples become images of the shape of the data, in their order', (t) => {
  const values = Float32Array.from({ length: 24 }, (_, index) => index);
  t.deepEqual(toImages({ count: 2, values }, { shape: [4, 3, 1] }), {
    pixels: values,
    count: 2,
    rows: 4,
    columns: 3,
    channels: 1,
  });
});
