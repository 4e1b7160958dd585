import { memory } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import type { Batch } from './batch.js';
import { drawNoise } from './noise-tensors.js';
import { BatchReader } from './batches.js';
import type { Dataset } from './dataset.js';

const model = tinyModel();
const rows = Array.from({ length: 10 }, (_, index) => [index, index + 0.25, index + 0.5, index + 0.75]);

const reader = (batchSize: number, seed = 0): BatchReader =>
  new BatchReader(model, rowsOf(rows), batchSize, seed);

/** Contents of the batches of a pass, as plain numbers. */
function read(batches: Iterable<Batch>): { size: number; inputs: number[][]; noise: number[][] }[] {
  return Array.from(batches, ({ size, inputs, noise }) => ({
    size,
    inputs: inputs.map(({ values }) => Array.from(values)),
    noise: noise.map(({ values }) => Array.from(values)),
  }));
}

const examples = (batches: ReturnType<typeof read>): number[] => batches.flatMap(({ inputs }) => inputs[0]!);

test('in order: every example once, the last batch as small as it comes out', (t) => {
  const batches = read(reader(4).ordered('evaluation'));
  t.deepEqual(
    batches.map(({ size }) => size),
    [4, 4, 2],
  );
  t.deepEqual(examples(batches), rows.flat());
  t.is(reader(4).batchesPerPass, 3);
});

test('where neighbours are read at once, a pass is shuffled by chunks of them', (t) => {
  const many = rowsOf(Array.from({ length: 100 }, (_, index) => [index, 0, 0, 0]));
  const firsts = (chunk?: number): number[] => {
    const chunked = new BatchReader(model, { ...many, chunk }, 10, 0);
    return examples(read(chunked.shuffled('epoch', 1))).filter((_, index) => index % 4 === 0);
  };
  // The first 16 chunks of two hold 32 numbers, each with its neighbour.
  const start = new Set(firsts(2).slice(0, 32));
  t.true([...start].every((index) => start.has(index % 2 === 0 ? index + 1 : index - 1)));
  t.notDeepEqual(firsts(2), firsts());
});

test('a batch may be larger than the data', (t) => {
  t.deepEqual(examples(read(reader(1000).ordered('evaluation'))), rows.flat());
  t.is(reader(1000).batchesPerPass, 1);
});

test('shuffled: every example once, whole, in an order of each epoch and seed', (t) => {
  const orders = [
    read(reader(4).shuffled('epoch', 1)),
    read(reader(4).shuffled('epoch', 2)),
    read(reader(4, 1).shuffled('epoch', 1)),
  ].map(examples);
  for (const order of orders) {
    const firsts = order.filter((_, index) => index % 4 === 0);
    t.deepEqual(
      firsts.flatMap((first) => [first, first + 0.25, first + 0.5, first + 0.75]),
      order,
    );
    t.deepEqual(
      [...firsts].sort((a, b) => a - b),
      rows.map(([first]) => first!),
    );
  }
  t.is(new Set(orders.map((order) => order.join())).size, 3);
});

test('a pass is reproduced by its seed and its name', (t) => {
  t.deepEqual(read(reader(3).shuffled('epoch', 5)), read(reader(3).shuffled('epoch', 5)));
});

test('every batch of every epoch has noise of its own', (t) => {
  const epochs = [1, 2, 3].flatMap((epoch) => read(reader(5).shuffled('epoch', epoch)));
  const draws = epochs.flatMap(({ noise }) => noise[0]!);
  t.is(draws.length, 3 * 10 * 2);
  t.is(new Set(draws).size, draws.length);
  t.notDeepEqual(
    read(reader(5, 1).shuffled('epoch', 1)).map(({ noise }) => noise),
    read(reader(5, 0).shuffled('epoch', 1)).map(({ noise }) => noise),
  );
});

test('examples and noise do not share a stream', (t) => {
  const seen: number[] = [];
  const drawing: Dataset = {
    ...rowsOf(rows),
    read: (indices, out, random) => {
      for (let i = 0; i < indices.length * 4; i++) out[i] = random.next();
      seen.push(...out);
    },
  };
  const batches = (epoch: number) => read(new BatchReader(model, drawing, 10, 0).shuffled('epoch', epoch));
  const [first, second] = [batches(1), batches(2)];
  t.is(new Set(seen).size, 80, 'data that are drawn anew are drawn anew each epoch');
  t.deepEqual(batches(1), first);
  t.notDeepEqual(second, first);
});

test('passes in order read the same random data whatever the batch size', (t) => {
  const drawing: Dataset = {
    ...rowsOf(rows),
    fixed: false,
    read: (indices, out, random) => {
      for (let i = 0; i < indices.length * 4; i++) out[i] = random.next();
    },
  };
  const drawn = (batchSize: number, seed = 0): number[] =>
    examples(read(new BatchReader(model, drawing, batchSize, seed).ordered('evaluation'))).flat();
  t.is(new Set(drawn(10)).size, 40);
  t.deepEqual(drawn(3), drawn(10));
  t.notDeepEqual(drawn(10, 1), drawn(10));
});

test('a batch has arrays instead of tensors, and the indices of its examples', (t) => {
  const before = memory().numTensors;
  for (const { indices, inputs, noise } of reader(3).shuffled('epoch', 1)) {
    t.deepEqual(
      Array.from(inputs[0]!.values),
      Array.from(indices).flatMap((index) => rows[index]!),
    );
    t.deepEqual(inputs[0]!.shape, [indices.length, 4]);
    t.deepEqual(noise[0]!.shape, [indices.length, 2]);
  }
  t.is(memory().numTensors, before);
});

test('examples are read once, and only if their values are asked for', (t) => {
  const data = rowsOf(rows);
  const [first, second] = new BatchReader(model, data, 5, 0).ordered('evaluation');
  t.deepEqual(data.timesRead, new Array(10).fill(0));
  t.is(first!.inputs[0]!.values, first!.inputs[0]!.values);
  t.is(second!.inputs[0]!.variable, data);
  t.deepEqual(data.timesRead, [...new Array<number>(5).fill(1), ...new Array<number>(5).fill(0)]);
});

test('batches from a position on are of equal size, but for a smaller last one', (t) => {
  const counts = (batchSize: number, positions: number[]) =>
    positions.map((position) => reader(batchSize).equalBatchesFrom(position));
  t.deepEqual(counts(4, [0, 1, 2]), [2, 1, 1]);
  t.deepEqual(counts(5, [0, 1]), [2, 1]);
  t.deepEqual(counts(20, [0]), [1]);
});

for (const batchSize of [0, -1, 2.5, NaN]) {
  test(`throws an error that names the batch size ${batchSize}`, (t) => {
    const error = t.throws(() => reader(batchSize), { instanceOf: HelmholtzError });
    t.is(error.kind, 'usage');
    t.is(error.message, `The batch size is ${batchSize}.`);
    t.regex(error.hint!, /whole number from 1 on/);
  });
}

test('noise of each variable is drawn from a stream of its own, in the shape asked for', (t) => {
  const variables = ['a', 'b'].map((name) => ({ name, shape: [3, 2], source: 'standardNormal' }));
  const tensors = drawNoise(variables, 5, 0, ['epoch', 1]);
  t.deepEqual(
    tensors.map(({ shape }) => shape),
    [
      [5, 3, 2],
      [5, 3, 2],
    ],
  );
  const [first, second] = tensors.map((tensor) => Array.from(tensor.dataSync()));
  t.is(new Set([...first!, ...second!]).size, 60);
  const [alone] = drawNoise([variables[1]!], 5, 0, ['epoch', 1]);
  t.deepEqual(Array.from(alone!.dataSync()), second, 'whatever other noise the model has');
});
