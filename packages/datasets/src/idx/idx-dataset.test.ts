import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { values } from '../testing/read-all.js';
import { idxDataset } from './idx-dataset.js';

const images = { path: 'images', shape: [2, 1, 3], data: Uint8Array.of(0, 51, 255, 1, 2, 3) };
const labels = { path: 'labels', shape: [2], data: Uint8Array.of(4, 9) };

test('images of any size become grey values, with a channel', (t) => {
  const dataset = idxDataset({ name: 'mine', images, labels });
  t.is(dataset.size, 2);
  t.deepEqual(dataset.shape, [1, 3, 1]);
  t.deepEqual(dataset.labels, Uint8Array.of(4, 9));
  t.deepEqual(values(dataset, [0]), [0, Math.fround(0.2), 1]);
});

test('a fourth axis holds channels; labels may be missing', (t) => {
  const dataset = idxDataset({ name: 'mine', images: { ...images, shape: [1, 1, 2, 3] } });
  t.deepEqual(dataset.shape, [1, 2, 3]);
  t.is(dataset.labels, undefined);
});

const refused: [string, Parameters<typeof idxDataset>[0], RegExp][] = [
  [
    'labels where images should be',
    { name: 'mine', images: labels, labels },
    /^labels has 1 axes; images have 3/,
  ],
  [
    'images where labels should be',
    { name: 'mine', images, labels: images },
    /^images has 3 axes; labels have 1/,
  ],
  [
    'another number of labels',
    { name: 'mine', images, labels: { path: 'labels', shape: [3], data: new Uint8Array(3) } },
    /^labels has 3 labels for the 2 images of images\.$/,
  ],
  ['a label beyond the classes', { name: 'mine', images, labels, classNames: ['a'] }, /label 4 of example 0/],
];

for (const [what, options, message] of refused) {
  test(`throws a data error for ${what}`, (t) => {
    const error = t.throws(() => idxDataset(options), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'data');
  });
}
