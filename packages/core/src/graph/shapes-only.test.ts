import { add, engine, getBackend, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { describeModel } from './describe.js';
import { withShapesOnly } from './shapes-only.js';

const { serial } = test;

const build = () => {
  const x = input({ shape: [3], name: 'x' });
  const hidden = layers.dense({ units: 5, name: 'hidden', kernelInitializer: 'glorotNormal' }).apply(x);
  const y = layers.batchNormalization({ name: 'y' }).apply(hidden) as ReturnType<typeof input>;
  return model({ name: 'm', inputs: x, outputs: y });
};

serial(
  'a model that is built without values is described as one with them, and the backend is as before',
  async (t) => {
    await setBackend('cpu');
    const drawn = withShapesOnly(() => {
      t.is(getBackend(), 'shapes-only');
      return build();
    });
    t.is(getBackend(), 'cpu');
    t.deepEqual(engine().registeredVariables, {});
    t.deepEqual(describeModel(drawn), describeModel(build()));
    t.deepEqual([...tensor1d([1, 2]).dataSync()], [1, 2]);
  },
);

serial('a failure restores the backend and the layers', async (t) => {
  await setBackend('cpu');
  t.throws(() => void withShapesOnly(() => void add(1, 2)), { message: /Add/ });
  t.is(getBackend(), 'cpu');
  const [kernel] = build().getLayer('hidden').getWeights();
  t.true(
    kernel!.dataSync().some((value) => value !== 0),
    'layers are initialized again',
  );
});
