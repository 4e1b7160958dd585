import { Bernoulli } from '@helmholtz/distributions';
import type { Sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { logisticFactorAnalysis } from './logistic-factor-analysis.js';
import '@helmholtz/testing/cpu-backend';
import { decoded, declaredModel, departureFromLinear, numbersOf } from './testing/declared.js';

// As many elements as latent dimensions: the map from one to the other is learned even so.
const latents = [{ name: 'z', size: 2 }];

for (const length of [2, 5]) {
  test(`the logits of ${length} elements are linear in z, by the layers and by their values`, (t) => {
    const model = declaredModel(logisticFactorAnalysis, length, { latents });
    const generative = model.layersModel.getLayer('generative') as Sequential;
    t.deepEqual(
      generative.layers.slice(1).map((layer) => [layer.getClassName(), layer.getConfig()['activation']]),
      [['Dense', 'linear']],
    );
    const logits = (z: readonly number[]): number[] => {
      const likelihood = decoded(model, 'z', z);
      t.true(likelihood instanceof Bernoulli);
      return numbersOf((likelihood as Bernoulli).logits);
    };
    t.true(departureFromLinear(logits) < 1e-5);
    t.notDeepEqual(logits([2, 0]), logits([0, 0]));
  });
}
