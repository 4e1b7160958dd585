import { createOptimizer, elbo, priorDraws, train } from '@helmholtz/core';
import '@helmholtz/testing/cpu-backend';
import { tensor, zerosLike } from '@tensorflow/tfjs-core';
import test from 'ava';

import { codeDensity } from './code-density.js';
import { quantizedDensity } from './quantized-density.js';
import { buildModel } from './testing/any-names.js';

const logProbs = (model: ReturnType<typeof codeDensity>['model'], rows: number[][]): number[][] => {
  const { likelihood, value } = model.terms([tensor(rows)], []).observed[0]!;
  return likelihood.logProb(value).arraySync() as number[][];
};

/** All lists of so many positions and codes. */
const lists = (positions: number, codes: number): number[][] =>
  Array.from({ length: codes ** positions }, (_, number) =>
    Array.from({ length: positions }, (_, at) => Math.floor(number / codes ** at) % codes),
  );

test('the probabilities of all lists add up to 1, and a number depends only on those before it', (t) => {
  const { model } = codeDensity(3, 4, 32);
  const all = lists(3, 4);
  const terms = logProbs(model, all);
  const total = terms.reduce((sum, row) => sum + Math.exp(row[0]! + row[1]! + row[2]!), 0);
  t.true(Math.abs(total - 1) < 1e-5, `${total}`);
  const known = new Map<string, number>();
  all.forEach((row, index) => {
    for (let at = 0; at < 3; at++) {
      const key = `${at}: ${row.slice(0, at + 1).join()}`;
      const value = terms[index]![at]!;
      t.true(Math.abs((known.get(key) ?? value) - value) < 1e-6, key);
      known.set(key, value);
    }
  });
  t.true(new Set(terms.map((row) => row[2]!.toFixed(5))).size > 8, 'the last depends on the first two');
});

test('a trained density draws lists as often as they are in the data', async (t) => {
  const rows = [
    [0, 0, 2],
    [1, 2, 2],
    [1, 2, 2],
    [2, 1, 0],
  ];
  const density = codeDensity(3, 3, 32);
  const data = {
    name: 'lists',
    size: 4,
    shape: [3],
    read: (indices: ArrayLike<number>, out: Float32Array) =>
      Array.from(indices).forEach((row, at) => out.set(rows[row]!, at * 3)),
  };
  const optimizer = createOptimizer({ name: 'adam', learningRate: 0.01 });
  const options = { data, objective: elbo(), optimizer, epochs: 60, batchSize: 4, seed: 0 };
  const { history } = await train(density.model, options);
  // The entropy of a half and two quarters.
  t.true(Math.abs(history.at(-1)!.train['nelbo']! - 1.5 * Math.log(2)) < 0.02);
  const { values } = await density.draws(1000, 3);
  const drawn = Array.from({ length: 1000 }, (_, row) => values.slice(3 * row, 3 * row + 3).join());
  const share = (list: number[]): number => drawn.filter((each) => each === list.join()).length / 1000;
  t.true(Math.abs(share(rows[1]!) - 0.5) < 0.07);
  t.true(Math.abs(share(rows[0]!) - 0.25) < 0.06);
});

test('starts at the frequencies of each position, with rare codes nearly impossible', (t) => {
  const density = codeDensity(2, 3, 8);
  // 30 lists: the first number is always 1, the second is 0 or 2.
  const values = Float32Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? 1 : at % 4 === 1 ? 0 : 2));
  for (const name of ['kernel_3', 'direct']) {
    const weight = density.model.weights.get(`codes/${name}`)!;
    weight.write(zerosLike(weight.read()));
  }
  density.startFromFrequencies({ count: 30, shape: [2], values });
  const [first, second, rare] = logProbs(density.model, [
    [1, 0],
    [1, 2],
    [0, 1],
  ]).map((row) => row.map((logProb) => Math.exp(logProb)));
  const third = 1 / 3;
  const near = (found: number | undefined, count: number): boolean =>
    Math.abs((found ?? NaN) - (count + third) / 31) < 1e-5;
  t.true(near(first![0], 30));
  t.true(near(first![1], 15));
  t.true(near(second![1], 15));
  t.true(near(rare![0], 0));
});

for (const posterior of [
  { name: 'vectorQuantized', codes: 5, groups: 3 },
  { name: 'scalarQuantized', levels: [4, 3], groups: 3 },
]) {
  test(`numbers of the codes of ${posterior.name} give the codes again`, async (t) => {
    const model = buildModel({
      recipe: 'vae',
      observed: { shape: [6] },
      latents: [{ name: 'z', size: 2 }],
      networks: { recognition: [], generative: [] },
      posterior,
      prior: 'uniformCodes',
      objective: 'vectorQuantization',
    });
    const drawn = (await priorDraws(model, 40, 1)).get('z')!;
    const { numbers } = quantizedDensity(model);
    const of = await numbers.of({ ...drawn, shape: [6] });
    t.deepEqual(of.shape, [3]);
    t.true(of.values.every((value) => Number.isInteger(value) && value >= 0 && value < 12));
    t.deepEqual((await numbers.codes(of)).values, drawn.values);
  });
}

test('throws an error for a model without one quantized latent', (t) => {
  const spec = { recipe: 'vae', observed: { shape: [4] }, latents: [{ name: 'z', size: 2 }] };
  const plain = buildModel({ ...spec, networks: { recognition: [], generative: [] } });
  t.throws(() => quantizedDensity(plain), { message: /over the codes of one quantized latent/ });
});
