import { describeModel, GraphPlan } from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { PseudoInputs } from './pseudo-inputs.js';
import '@helmholtz/testing/cpu-backend';
import { roundTrip } from './testing/round-trip.js';
import { call, dense, numbers } from './testing/symbolic.js';

const build = () => {
  const x = input({ shape: [2, 2], name: 'x' });
  const pseudo = call(new PseudoInputs({ name: 'pseudo', count: 3, shape: [4] }), x);
  return model({ inputs: x, outputs: dense('out', 2, pseudo) });
};

test('the batch of pseudo-inputs has their number, whatever the input, and later layers run on each', (t) => {
  const graph = build();
  t.deepEqual(graph.outputs[0]!.shape, [3, 2]);
  const pseudo = graph.getLayer('pseudo') as PseudoInputs;
  const expected = numbers(graph.getLayer('out').apply(pseudo.values()) as Tensor);
  const plan = new GraphPlan(graph);
  const fetched = plan.prepare([], plan.outputs)([]);
  t.deepEqual(fetched[0]!.shape, [3, 2]);
  t.deepEqual(numbers(fetched[0]!), expected);
  t.deepEqual(plan.sources(plan.inputs, plan.outputs), { used: [], missing: [] });
});

test('the description marks pseudo-inputs as not fed', (t) => {
  const { nodes } = describeModel(build());
  const pseudo = nodes.find(({ id }) => id === 'pseudo')!;
  t.deepEqual([pseudo.role, pseudo.inputs, pseudo.outputShapes], ['parameter', [], [[3, 4]]]);
});

test('pseudo-inputs are loaded as they were saved', async (t) => {
  const saved = build();
  const at = tensor([
    [
      [0, 0],
      [0, 0],
    ],
  ]);
  t.deepEqual(numbers((await roundTrip(saved)).predict(at) as Tensor), numbers(saved.predict(at) as Tensor));
});
