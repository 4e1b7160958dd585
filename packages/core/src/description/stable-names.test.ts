import '@helmholtz/testing/cpu-backend';
import { input, layers, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { describeModel } from '../graph/describe.js';

const build = () => {
  const x = input({ shape: [4, 3] });
  const inner = sequential({
    layers: [layers.dense({ units: 2, inputShape: [5] }), layers.dense({ units: 5 })],
  });
  const each = layers.timeDistributed({ layer: layers.dense({ units: 5 }) }).apply(x);
  const flat = layers.dense({ units: 5 }).apply(layers.flatten().apply(each)) as SymbolicTensor;
  return model({ inputs: x, outputs: inner.apply(inner.apply(flat)) as SymbolicTensor });
};

test('names that somebody chose stay', (t) => {
  const x = input({ shape: [4], name: 'input' });
  const chosen = ['hidden_2', 'dense_Other4', 'Dense5'];
  const y = chosen.reduce((from, name) => layers.dense({ units: 4, name }).apply(from) as SymbolicTensor, x);
  const { name, nodes } = describeModel(model({ name: 'chain7', inputs: x, outputs: y }));
  t.deepEqual([name, ...nodes.map(({ id }) => id)], ['chain7', 'input', ...chosen]);
});

test('a model is described alike however often it was built before', (t) => {
  const first = describeModel(build());
  build();
  t.deepEqual(describeModel(build()), first);
  t.deepEqual(
    first.nodes.map(({ id }) => id),
    [
      'input1',
      'time_distributed_TimeDistributed1',
      'flatten_Flatten1',
      'dense_Dense2',
      'sequential_1',
      'sequential_1:2',
    ],
  );
  t.is(first.name, 'model1');
});
