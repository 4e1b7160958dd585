import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { rowsOf } from '../testing/tiny-model.js';
import type { Dataset, JointDataset, SingleDataset } from './dataset.js';
import { holdOut } from './hold-out.js';

const numbers = Array.from({ length: 100 }, (_, index) => index);
const data: SingleDataset = { ...rowsOf(numbers.map((value) => [value])), labels: numbers };
const unseeded = { next: () => 0 };

function valuesOf(dataset: Dataset | undefined): number[] {
  const { size } = dataset!;
  const out = new Float32Array(size);
  (dataset as SingleDataset).read(
    Array.from({ length: size }, (_, index) => index),
    out,
    unseeded,
  );
  return Array.from(out);
}

for (const [validation, count] of [
  [0.1, 10],
  [0.001, 1],
  [37, 37],
] as const) {
  test(`${validation} holds out ${count} of 100, and the two parts are the whole`, (t) => {
    const { train, validation: heldOut } = holdOut(data, validation, 0);
    t.deepEqual([train.size, heldOut!.size], [100 - count, count]);
    const both = [...valuesOf(train), ...valuesOf(heldOut)];
    t.deepEqual(
      both.sort((a, b) => a - b),
      numbers,
    );
    t.deepEqual(valuesOf(heldOut), Array.from(heldOut!.labels!), 'the labels go with their examples');
    t.deepEqual(valuesOf(train), Array.from(train.labels!));
    t.deepEqual([train.name, heldOut!.name], ['rows', 'rows (validation)']);
  });
}

test('the seed decides which examples are held out, independent of their positions', (t) => {
  const heldOut = (seed: number) => valuesOf(holdOut(data, 20, seed).validation);
  t.deepEqual(heldOut(0), heldOut(0));
  t.notDeepEqual(heldOut(0), heldOut(1));
  t.true(heldOut(0).some((value) => value < 50) && heldOut(0).some((value) => value >= 50));
});

test('0 holds out none', (t) => {
  t.deepEqual(holdOut(data, 0, 0), { train: data, validation: undefined });
});

test('all variables are split alike, and random variables stay random', (t) => {
  const variables = { x: rowsOf(numbers.map((value) => [value])), y: { ...data, fixed: false } };
  const { validation } = holdOut({ name: 'pairs', size: 100, variables }, 5, 3);
  const { x, y } = (validation as JointDataset).variables;
  t.deepEqual(valuesOf({ ...x!, name: 'x', size: 5 }), valuesOf({ ...y!, name: 'y', size: 5 }));
  t.deepEqual([x!.fixed, y!.fixed], [true, false]);
});

for (const validation of [100, 250, 2.5, -1, NaN]) {
  test(`throws an error that holdOut cannot hold out ${validation} of 100 examples`, (t) => {
    const error = t.throws(() => holdOut(data, validation, 0), { instanceOf: HelmholtzError });
    t.is(error.kind, 'usage');
    t.is(error.message, `${validation} of the 100 examples of rows can't be held out.`);
  });
}
