import { type SymbolicTensor, input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { GraphPlan } from './plan.js';
import { graphWeights, namedWeights } from './weights.js';

test('weights of a layer with equal names get different names', (t) => {
  const layer = layers.bidirectional({
    layer: layers.simpleRNN({ units: 2, recurrentInitializer: 'glorotNormal' }),
    mergeMode: 'concat',
  });
  layer.apply(input({ shape: [3, 1] }));
  t.deepEqual(
    [...namedWeights(layer).keys()],
    ['kernel', 'recurrent_kernel', 'bias', 'kernel_2', 'recurrent_kernel_2', 'bias_2'],
  );
});

/** Two networks whose layers have the same names, and one layer called twice. */
function build() {
  const network = (name: string) =>
    sequential({ name, layers: [layers.dense({ units: 2, inputShape: [2], name: 'hidden' })] });
  const shared = layers.dense({ units: 2, name: 'shared', useBias: false });
  const x = input({ shape: [2], name: 'x' });
  const chain = [network('first'), network('second'), shared, shared];
  return model({
    inputs: x,
    outputs: chain.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, x),
  });
}

test('names follow the path through the graph, each weight once, the same for every build', (t) => {
  const names = [
    'first/hidden/kernel',
    'first/hidden/bias',
    'second/hidden/kernel',
    'second/hidden/bias',
    'shared/kernel',
  ];
  t.deepEqual([...graphWeights(new GraphPlan(build())).keys()], names);
  const again = build();
  t.deepEqual([...graphWeights(new GraphPlan(again)).keys()], names);
  t.is(new Set(graphWeights(new GraphPlan(again)).values()).size, again.weights.length);
});
