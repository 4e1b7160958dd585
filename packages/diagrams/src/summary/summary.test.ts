import test from 'ava';

import { matchesGolden } from '../testing/golden.js';
import { nestedModel, siameseModel, tutorialVae } from '../testing/models.js';
import { input, modelOf, node } from '../testing/nodes.js';
import { countParameters } from './parameters.js';
import { summarize } from './summary.js';

test('the tutorial VAE as a table', async (t) => {
  await matchesGolden(t, 'vae.summary.txt', summarize(tutorialVae()));
});

test('parameters are counted inside nested models, and once for a layer that is called twice', (t) => {
  // 784 * 256 + 256, twice 256 * 2 + 2, 2 * 256 + 256, 256 * 784 + 784.
  t.deepEqual(countParameters(tutorialVae().nodes), { trainable: 404_244, nonTrainable: 0 });
  t.deepEqual(countParameters(siameseModel().nodes), { trainable: 88, nonTrainable: 0 });
  t.deepEqual(countParameters(nestedModel().nodes), { trainable: 31, nonTrainable: 0 });
  t.regex(summarize(siameseModel()), /tower:2 +Dense +\(batch, 8\) +shared +right/);
});

test('weights that training does not change are counted separately', (t) => {
  const norm = node({
    id: 'norm',
    className: 'BatchNormalization',
    weights: [
      { name: 'gamma', shape: [1000], trainable: true },
      { name: 'moving_mean', shape: [1000], trainable: false },
      { name: 'scalar', shape: [], trainable: false },
    ],
  });
  const summary = summarize(modelOf('m', [input('x', 2), norm]));
  t.regex(summary, /Parameters: 2,001, of which 1,000 trainable and 1,001 not/);
});
