import { HelmholtzError } from '@helmholtz/base';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { elbo } from '../objectives/elbo.js';
import { tinyModel } from '../testing/tiny-model.js';
import { createOptimizer } from './optimizers.js';
import { optimizerSchema } from '../spec/schema.js';
import { copiesOfWeights, checkTrainingMemory } from './training-memory.js';

const wide = (units: number) => tinyModel({ recognition: () => [layers.dense({ units, name: 'wide' })] });
const adam = createOptimizer({ name: 'adam', learningRate: 0.1 });
const size = { objective: elbo(), optimizer: adam, batchSize: 10 };

test('a model that fits easily has no notes', (t) => {
  t.deepEqual(checkTrainingMemory(wide(100), { ...size, memory: 2 ** 20 }), []);
});

test('reports a quarter of the memory, rejects more than all, and names the largest layer', (t) => {
  // 4 x 100 and 100 weights of wide, 4 copies each; 2 x 10 x 100 numbers of its output.
  const least = 4 * (500 * 4 + 2000);
  const [note, ...others] = checkTrainingMemory(wide(100), { ...size, memory: 3 * least });
  t.deepEqual(others, []);
  t.regex(note!, /^Training needs at least .* at batch size 10, .* The largest layer is "wide", with /);
  const error = t.throws(() => checkTrainingMemory(wide(100), { ...size, memory: least }), {
    instanceOf: HelmholtzError,
    message: /The largest layer is "wide"/,
  });
  t.is(error.kind, 'usage');
});

test('batch size, samples and optimizer count', (t) => {
  const refused = (changes: object, memory: number): boolean => {
    try {
      checkTrainingMemory(wide(100), { ...size, ...changes, memory });
      return false;
    } catch {
      return true;
    }
  };
  const memory = 4 * 1500 * 4 + 4 * 20 * 300;
  t.false(refused({}, memory));
  t.true(refused({ batchSize: 1000 }, memory));
  t.true(refused({ batchSize: { labelled: 900, unlabelled: 100 } }, memory));
  t.true(refused({ objective: elbo({ samples: 100 }) }, memory));
});

test('every optimizer has its number of copies', (t) => {
  for (const { shape } of optimizerSchema.options) {
    t.true(copiesOfWeights(shape.name.value) >= 2, shape.name.value);
  }
});
