import test from 'ava';
import { arrayDataset } from './array-dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { noRandom } from './testing/uniform.js';
import { values } from './testing/read-all.js';

const name = 'mine';

test('reads examples in the order asked for, repeated ones too', (t) => {
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  const fromRows = arrayDataset({ name, data: rows, shape: [2] });
  const flat = arrayDataset({ name, data: Float32Array.from(rows.flat()), shape: [2] });
  const bytes = arrayDataset({ name, data: Uint8Array.from(rows.flat()), shape: [2] });
  for (const dataset of [fromRows, flat, bytes]) {
    t.is(dataset.size, 3);
    t.deepEqual(values(dataset, [2, 0, 2]), [5, 6, 1, 2, 5, 6]);
  }
});

test('holds a flat array without copying it', (t) => {
  const data = Uint8Array.of(1, 2, 3, 4);
  const dataset = arrayDataset({ name, data, shape: [2] });
  data[0] = 200;
  t.deepEqual(values(dataset, [0]), [200, 2]);
});

test('keeps labels and class names', (t) => {
  const dataset = arrayDataset({
    name,
    data: [[0], [0]],
    shape: [1],
    labels: [1, 0],
    classNames: ['no', 'yes'],
  });
  t.deepEqual(dataset.labels, Uint8Array.of(1, 0));
  t.deepEqual(dataset.classNames, ['no', 'yes']);
});

const refused: [string, Parameters<typeof arrayDataset>[0], HelmholtzError['kind'], RegExp][] = [
  [
    'NaN',
    {
      name,
      data: [
        [0, 0],
        [0, NaN],
      ],
      shape: [2],
    },
    'data',
    /^mine: value 1 of example 1 is NaN, /,
  ],
  [
    'infinity',
    { name, data: Float32Array.of(0, -Infinity), shape: [1] },
    'data',
    /value 0 of example 1 is -Infinity/,
  ],
  [
    'what float32 cannot hold',
    { name, data: [[1e39]], shape: [1] },
    'data',
    /value 0 of example 0 is Infinity/,
  ],
  [
    'a short example',
    { name, data: [[0, 0], [0]], shape: [2] },
    'data',
    /example 1 has 1 values, but shape \[2\] takes 2/,
  ],
  [
    'a rest',
    { name, data: new Float32Array(5), shape: [2] },
    'data',
    /5 values are not a whole number of examples/,
  ],
  ['nothing', { name, data: [], shape: [2] }, 'data', /there are no examples/],
  ['a negative size', { name, data: [[0]], shape: [-1] }, 'usage', /cannot be \[-1\]/],
  ['a fractional size', { name, data: [[0]], shape: [1, 0.5] }, 'usage', /cannot be \[1, 0\.5\]/],
  ['an empty shape', { name, data: [[0]], shape: [] }, 'usage', /cannot be \[\]/],
  ['too few labels', { name, data: [[0], [0]], shape: [1], labels: [0] }, 'data', /1 labels for 2 examples/],
  ['a negative label', { name, data: [[0]], shape: [1], labels: [-3] }, 'data', /label -3 of example 0/],
  [
    'a label without a class',
    { name, data: [[0], [0]], shape: [1], labels: [0, 2], classNames: ['a', 'b'] },
    'data',
    /label 2 of example 1 names none of the 2 classes/,
  ],
];

for (const [what, options, kind, message] of refused) {
  test(`throws an error for ${what}`, (t) => {
    const error = t.throws(() => arrayDataset(options), { instanceOf: HelmholtzError, message });
    t.is(error.kind, kind);
  });
}

test('rejects indices out of range, and a buffer of another size', (t) => {
  const dataset = arrayDataset({ name, data: [[1], [2]], shape: [1] });
  for (const index of [2, -1, 0.5, NaN]) {
    t.throws(() => dataset.read([index], new Float32Array(1), noRandom), {
      message: /no example .*; the last one is 1/,
    });
  }
  t.throws(() => dataset.read([0], new Float32Array(2), noRandom), {
    message: /fill 1 values, but there is room for 2/,
  });
});
