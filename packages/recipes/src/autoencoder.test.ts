import test from 'ava';

import { autoencoder } from './autoencoder.js';
import '@helmholtz/testing/cpu-backend';
import { ByHand } from './testing/by-hand.js';
import { declaredModel } from './testing/declared.js';
import { metricsOf } from './testing/terms.js';

test('an autoencoder has no noise, prior or KL divergence, and its loss is the negative log-likelihood', async (t) => {
  const model = declaredModel(autoencoder, 3, { hidden: [4] });
  t.is(model.noise.length, 0);
  t.true(model.latents.every(({ divergence }) => divergence === undefined));
  const by = await ByHand.create(model);
  const [x, relu, sigmoid] = [
    [0.2, 0.9, 0.4],
    (value: number) => Math.max(value, 0),
    (value: number) => 1 / (1 + Math.exp(-value)),
  ];
  const code = by.dense('z_code', by.dense('recognition/recognition_1', x, relu));
  const hidden = by.dense('generative/generative_1', code, relu);
  const loc = by.dense('generative/generative_2', hidden, sigmoid);
  const nll = x.reduce(
    (sum, value, index) => sum + (value - loc[index]!) ** 2 / 2 + Math.log(2 * Math.PI) / 2,
    0,
  );
  const { nelbo } = metricsOf(model, { x }, {});
  t.true(Math.abs(nelbo! - nll) < 1e-5, `${nelbo}, ${nll}`);
});
