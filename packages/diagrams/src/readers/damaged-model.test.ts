import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { isModelFile, readModel } from './read-model.js';

test('a damaged model file is an error of a model, not of a spec', (t) => {
  for (const damaged of [
    { modelTopology: {} },
    { modelTopology: { class_name: 'Model' } },
    { class_name: 1 },
  ]) {
    t.true(isModelFile(damaged));
    const error = t.throws(() => readModel(damaged, 'a.json'), { instanceOf: HelmholtzError });
    t.is(error.message, 'a.json is not a layers model.');
  }
  t.false(isModelFile({ recipe: 'vae' }));
});
