import test from 'ava';

import type { LatentVariableModel } from '../graph/model.js';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import { adaptToData } from './adapt.js';

/** A model whose likelihood adapts to the data, and the received mean. */
function adapting(): { model: LatentVariableModel; means: Float32Array[] } {
  const means: Float32Array[] = [];
  const model = tinyModel();
  model.observed[0]!.likelihood.adapt = (mean) => void means.push(mean);
  return { model, means };
}

test('a likelihood that adapts to the data receives the mean of each element', (t) => {
  const { model, means } = adapting();
  const rows = Array.from({ length: 300 }, (_, index) => [index % 2, index % 3 === 0 ? 1 : 0, 0, 0.25]);
  adaptToData(model, rowsOf(rows), 0);
  t.deepEqual(means, [Float32Array.of(1 / 2, 1 / 3, 0, 0.25)]);
});

test('data drawn anew are drawn once, by the seed', (t) => {
  const { model, means } = adapting();
  const drawn = {
    name: 'drawn',
    size: 100,
    shape: [4],
    read: (_: ArrayLike<number>, out: Float32Array, random: { next(): number }) =>
      out.forEach((_value, index) => (out[index] = random.next())),
  };
  for (const seed of [1, 1, 2]) adaptToData(model, drawn, seed);
  t.deepEqual(means[0], means[1]);
  t.notDeepEqual(means[0], means[2]);
});

test('adaptToData reads no data for models that do not need them', (t) => {
  const rows = rowsOf([[0, 0, 0, 0]]);
  adaptToData(tinyModel(), rows, 0);
  t.deepEqual(rows.timesRead, [0]);
});
