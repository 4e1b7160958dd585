import test from 'ava';

import { tinyModel } from '../testing/tiny-model.js';
import { noiseTensors } from '../training/noise-tensors.js';
import { posteriorNoise } from './posterior-noise.js';

const options = { samples: 3, rows: 4, seed: 7 };
const keys = { own: ['draws', 1], shared: ['draws'] };

test('the keys of the draws determine the noise of latents of each example', (t) => {
  const model = tinyModel();
  const expected = noiseTensors(model.noise, 12, 7, keys.own);
  t.deepEqual(
    posteriorNoise(model, options, keys).map(({ values }) => values),
    expected.map(({ values }) => values),
  );
});

test('of a latent that examples share, a draw is the same for all of them, in every batch', (t) => {
  const model = tinyModel();
  const { layer } = model.latents[0]!.divergence!;
  Object.assign(layer, { global: { examples: () => undefined, adapt: () => undefined } });
  const [noise] = posteriorNoise(model, options, keys);
  const size = noise!.values.length / 12;
  const row = (index: number): number[] =>
    Array.from(noise!.values.subarray(index * size, (index + 1) * size));
  for (let index = 0; index < 12; index++) t.deepEqual(row(index), row(4 * Math.floor(index / 4)));
  t.notDeepEqual(row(0), row(4));
  t.deepEqual(posteriorNoise(model, options, { ...keys, own: ['draws', 2] })[0]!.values, noise!.values);
});
