import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import '../index.js';

test.before(async () => {
  await tf.setBackend('onnx');
  (tf.backend() as OnnxBackend).executor.policy.mode = 'native';
});

const table = (): tf.Tensor2D => tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);

test('a known index out of bounds throws immediately', (t) => {
  for (const index of [-1, 3]) {
    t.throws(() => tf.gather(table(), tf.tensor1d([0, index], 'int32')), {
      message: `GatherV2: the index value ${index} is not in [0, 2]`,
    });
    t.throws(() => tf.gatherND(table(), tf.tensor2d([[index]], [1, 1], 'int32')), {
      message: `GatherNd: the index [${index}] is out of bounds.`,
    });
    t.throws(() => tf.scatterND(tf.tensor2d([[index]], [1, 1], 'int32'), tf.ones([1, 2]), [3, 2]), {
      message: `ScatterNd: the index [${index}] is out of bounds.`,
    });
  }
});

test('a computed index out of bounds throws when the result is read, and nothing else is lost', (t) => {
  for (const index of [-1, 3]) {
    const computed = tf.add(tf.tensor1d([index], 'int32'), tf.scalar(0, 'int32'));
    const other = tf.add(table(), 1);
    const outside = tf.gather(table(), computed);
    t.throws(() => outside.dataSync(), { message: /out of data bounds/ });
    t.deepEqual([...other.dataSync()], [2, 3, 4, 5, 6, 7]);
    outside.dispose();
  }
});

test('sums of segments lose nothing where many indices are the same, and are the same bits each time', (t) => {
  const rows = 60_000;
  const ids = Int32Array.from({ length: rows }, (_, index) => index % 3);
  const values = Float32Array.from({ length: rows * 2 }, (_, index) => Math.fround(Math.sin(index)));
  const sums = (): number[] =>
    tf.tidy(() => [...tf.unsortedSegmentSum(tf.tensor2d(values, [rows, 2]), tf.tensor1d(ids), 3).dataSync()]);
  const first = sums();
  const expectedSums = [0, 0, 0, 0, 0, 0];
  values.forEach((value, index) => (expectedSums[(((index >> 1) % 3) << 1) + (index & 1)]! += value));
  first.forEach((sum, index) =>
    t.true(Math.abs(sum - expectedSums[index]!) < 1e-3, `${sum}, not ${expectedSums[index]}`),
  );
  for (let round = 0; round < 10; round++) t.deepEqual(sums(), first);
});

test('of several updates of one place the last counts, each time', (t) => {
  const rows = 60_000;
  const ids = Int32Array.from({ length: rows }, (_, index) => index % 3);
  const values = Float32Array.from({ length: rows }, (_, index) => index);
  for (let round = 0; round < 10; round++) {
    const updated = tf.tidy(() => [
      ...tf.tensorScatterUpdate(tf.zeros([4]), tf.tensor2d(ids, [rows, 1]), tf.tensor1d(values)).dataSync(),
    ]);
    t.deepEqual(updated, [rows - 3, rows - 2, rows - 1, 0]);
  }
});

test('the cpu kernels do not change the tensor that is updated', (t) => {
  const onnx = tf.backend() as OnnxBackend;
  onnx.executor.policy.mode = 'cpu';
  const before = tf.zeros([3]);
  const after = tf.tensorScatterUpdate(before, tf.tensor2d([[1]], [1, 1], 'int32'), tf.tensor1d([5]));
  t.deepEqual([...after.dataSync()], [0, 5, 0]);
  t.deepEqual([...before.dataSync()], [0, 0, 0]);
  onnx.executor.policy.mode = 'native';
});
