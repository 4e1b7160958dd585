import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { tinyModel } from '../testing/tiny-model.js';
import { type WeightValues, readWeights, writeWeights } from './weights.js';

const names = ['generative', 'hidden', 'z_loc', 'z_log_variance'].flatMap((layer) => [
  `${layer}/bias`,
  `${layer}/kernel`,
]);

test('are read under stable names, with their shapes, however many models were built before', async (t) => {
  for (const model of [tinyModel(), tinyModel(), tinyModel()]) {
    const weights = await readWeights(model);
    t.deepEqual([...weights.keys()].sort(), names);
    t.deepEqual(weights.get('hidden/kernel')!.shape, [4, 8]);
    t.is(weights.get('hidden/kernel')!.values.length, 32);
  }
});

test('written to another model, they make it the same', async (t) => {
  const [one, other] = [tinyModel({ seed: 1 }), tinyModel({ seed: 2 })];
  const weights = await readWeights(one);
  t.notDeepEqual(await readWeights(other), weights);
  writeWeights(other, weights);
  t.deepEqual(await readWeights(other), weights);
});

test('are copies: changing the model does not change them, nor they the model', async (t) => {
  const model = tinyModel({ seed: 1 });
  const before = await readWeights(model);
  const kept = structuredClone(before);
  writeWeights(model, await readWeights(tinyModel({ seed: 2 })));
  t.deepEqual(before, kept);
  writeWeights(model, before);
  before.get('hidden/kernel')!.values.fill(0);
  (await readWeights(model)).get('hidden/bias')!.values.fill(1);
  t.deepEqual(await readWeights(model), kept);
});

type Entry = readonly [string, { shape: readonly number[]; values: Float32Array }];

const damaged: Record<string, { change: (entries: Entry[]) => Entry[]; message: RegExp }> = {
  'one missing': {
    change: (entries) => entries.filter(([name]) => name !== 'hidden/kernel'),
    message: /^The weights are of another model: "hidden\/kernel" is missing\.$/,
  },
  'one unknown': {
    change: (entries) => [...entries, ['extra/kernel', { shape: [1], values: Float32Array.of(1) }]],
    message: /^The weights are of another model: "extra\/kernel" is not in the model\.$/,
  },
  'one renamed': {
    change: ([first, ...rest]) => [['hid/kernel', first![1]], ...rest],
    message: /"hidden\/kernel" is missing, "hid\/kernel" is not in the model/,
  },
  'one of another shape': {
    change: (entries) =>
      entries.map(([name, { shape, values }]) => [
        name,
        { shape: name === 'hidden/kernel' ? [8, 4] : shape, values },
      ]),
    message: /^The weight "hidden\/kernel" has shape \[8, 4\], not \[4, 8\]\.$/,
  },
};

for (const [what, { change, message }] of Object.entries(damaged)) {
  test(`throws an error that names the weight, and writes nothing: ${what}`, async (t) => {
    const model = tinyModel({ seed: 1 });
    const before = await readWeights(model);
    const zeros = [...before].map(([name, { shape, values }]): Entry => [
      name,
      { shape, values: new Float32Array(values.length) },
    ]);
    const weights: WeightValues = new Map(change(zeros));
    const error = t.throws(() => writeWeights(model, weights), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'data');
    t.deepEqual(await readWeights(model), before);
  });
}
