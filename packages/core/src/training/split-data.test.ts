import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { tinyData, tinySpec } from '../testing/tiny-assembly.js';
import { splitData } from './split-data.js';

const data = { ...tinyData, validation: tinyData.test };
const spec = tinySpec();
const early = { ...spec, training: { ...spec.training, earlyStopping: { patience: 1, minDelta: 0 } } };

test('a validation set of the data is used, and no training examples are held out', (t) => {
  for (const each of [spec, early]) {
    const { train, validation, test: testSet } = splitData(each, data);
    t.is(train, data.train);
    t.is(validation, data.validation);
    t.is(testSet, data.test);
  }
});

for (const validation of [0, 0.2, 5]) {
  test(`a declared validation set of ${validation} beside one of the data is an error`, (t) => {
    const declared = { ...spec, data: { ...spec.data, validation } };
    const error = t.throws(() => splitData(declared, data), {
      instanceOf: HelmholtzError,
      message: new RegExp(
        `^The data have a validation set, .*, but the spec declares data\\.validation: ${validation}\\.$`,
      ),
    });
    t.truthy(error.hint);
  });
}

test('rows that are split by a column have no validation set drawn at random', (t) => {
  const split = { by: 'patient' };
  for (const each of [early, { ...spec, data: { ...spec.data, validation: 0.2 } }]) {
    const error = t.throws(() => splitData({ ...each, data: { ...each.data, split } }, tinyData), {
      instanceOf: HelmholtzError,
      message: 'The rows are split by "patient", but the validation set is drawn at random.',
    });
    t.truthy(error.hint);
  }
  t.is(splitData({ ...spec, data: { ...spec.data, split } }, tinyData).validation, undefined);
});
