import test from 'ava';
import { arrayDataset } from './array-dataset.js';
import { batches } from './batches.js';
import { derive } from './dataset.js';
import { DatasetError } from './errors.js';
import { noRandom as random } from './testing/uniform.js';

const data = Array.from({ length: 5 }, (_, i) => [10 * i, 10 * i + 1]);
const five = arrayDataset({ name: 'five', data, shape: [2], labels: [0, 1, 2, 3, 4] });

test('visits every example once, as they come; the last batch is what is left', (t) => {
  const seen = [...batches(five, { batchSize: 2, random })];
  t.deepEqual(
    seen.map(({ size }) => size),
    [2, 2, 1],
  );
  t.deepEqual(
    seen.flatMap(({ values }) => [...values]),
    data.flat(),
  );
  t.deepEqual(
    seen.flatMap(({ labels }) => [...(labels ?? [])]),
    [0, 1, 2, 3, 4],
  );
});

test('follows an order, which may visit fewer', (t) => {
  const [batch, ...rest] = batches(five, { batchSize: 4, random, order: Uint32Array.of(3, 1) });
  t.deepEqual(batch, {
    size: 2,
    indices: Uint32Array.of(3, 1),
    values: Float32Array.of(30, 31, 10, 11),
    labels: Uint8Array.of(3, 1),
  });
  t.is(rest.length, 0);
});

test('reads one batch at a time, and only when it is asked for', (t) => {
  const reads: number[] = [];
  const spied = derive(five, {
    read(indices, out) {
      reads.push(out.length);
      five.read(indices, out, random);
    },
  });
  const iterator = batches(spied, { batchSize: 2, random });
  t.deepEqual(reads, []);
  const first = iterator.next().value as { values: Float32Array };
  t.deepEqual(reads, [4]);
  iterator.next();
  t.deepEqual([...first.values], [0, 1, 10, 11], 'an earlier batch is not written over');
});

test('refuses an impossible batch size', (t) => {
  for (const batchSize of [0, -1, 1.5, NaN]) {
    t.throws(() => [...batches(five, { batchSize, random })], {
      instanceOf: DatasetError,
      message: /batch size/,
    });
  }
});
