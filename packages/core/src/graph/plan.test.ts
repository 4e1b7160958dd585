import { type Tensor, add, grad, mul, tensor } from '@tensorflow/tfjs-core';
import {
  type LayersModel,
  type SymbolicTensor,
  input,
  layers,
  model,
  sequential,
} from '@tensorflow/tfjs-layers';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import '@helmholtz/testing/cpu-backend';
import { tinyGraph } from '../testing/tiny-model.js';
import { GraphPlan } from './plan.js';

type Shape = (number | null)[];

/** x to (x + 1, 2 x), counting how often it is run. */
class Counted extends layers.Layer {
  static readonly className: string = 'TestCounted';
  runs = 0;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    return [inputShape as Shape, inputShape as Shape];
  }

  override call(inputs: Tensor | Tensor[]): Tensor[] {
    this.runs++;
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return [add(x, 1), mul(x, 2)];
  }
}

/** The outputs of a graph for all of its inputs, through its plan. */
function execute(graph: LayersModel, inputs: Tensor[], training = false): Tensor[] {
  const plan = new GraphPlan(graph);
  return plan.prepare(plan.inputs, plan.outputs)(inputs, { training });
}

const numbers = (values: Tensor | Tensor[]): number[][] =>
  [values].flat().map((one) => Array.from(one.dataSync()));

const dense = (units: number, name: string): layers.Layer =>
  layers.dense({ units, name, activation: 'tanh', biasInitializer: 'randomNormal' });

const symbolic = (value: unknown): SymbolicTensor => value as SymbolicTensor;

/** Two outputs of one layer, both consumed. */
function withTwoOutputs(): { graph: LayersModel; counted: Counted } {
  const counted = new Counted({ name: 'counted' });
  const x = input({ shape: [2], name: 'x' });
  const [first, second] = counted.apply(x) as SymbolicTensor[];
  const graph = model({ inputs: x, outputs: symbolic(layers.multiply().apply([first!, second!])) });
  return { graph, counted };
}

test('a layer of which two outputs are consumed is run once', (t) => {
  const { graph, counted } = withTwoOutputs();
  counted.runs = 0;
  t.deepEqual(numbers(execute(graph, [tensor([[1, 2]])])), [[4, 12]]);
  t.is(counted.runs, 1);
});

test('a nested model of which two outputs are consumed is run once, and again only where it is called again', (t) => {
  const counted = new Counted({ name: 'counted' });
  const inside = input({ shape: [2] });
  const nested = model({
    inputs: inside,
    outputs: counted.apply(inside) as SymbolicTensor[],
    name: 'nested',
  });
  const x = input({ shape: [2], name: 'x' });
  const [first, second] = nested.apply(x) as SymbolicTensor[];
  const [third] = nested.apply(second!) as SymbolicTensor[];
  const graph = model({ inputs: x, outputs: symbolic(layers.add().apply([first!, second!, third!])) });
  counted.runs = 0;
  t.deepEqual(numbers(execute(graph, [tensor([[1, 2]])])), [[2 + 2 + 3, 3 + 4 + 5]]);
  t.is(counted.runs, 2);
  t.deepEqual(
    new GraphPlan(graph).calls.map(({ id }) => id).filter((id) => id.includes('counted')),
    ['nested/counted', 'nested:2/counted'],
  );
});

function graphs(): Record<string, { graph: LayersModel; inputs: Tensor[] }> {
  const pair = tensor([
    [0.5, -1, 2],
    [1, 0, -0.5],
  ]);
  const x = (): SymbolicTensor => input({ shape: [3] });

  const straight = sequential({
    layers: [layers.inputLayer({ inputShape: [3] }), dense(4, 'a'), dense(2, 'b')],
  });

  const joined = (() => {
    const [left, right] = [x(), x()];
    const shared = dense(3, 'shared');
    const both = layers
      .concatenate()
      .apply([shared.apply(left) as SymbolicTensor, shared.apply(right) as SymbolicTensor]);
    return model({ inputs: [right, left], outputs: [symbolic(both), left] });
  })();

  const nested = (() => {
    const inner = sequential({
      name: 'inner',
      layers: [layers.inputLayer({ inputShape: [3] }), dense(3, 'c')],
    });
    const middle = (() => {
      const own = x();
      const h = symbolic(inner.apply(own));
      return model({ name: 'middle', inputs: own, outputs: [h, symbolic(dense(3, 'd').apply(h))] });
    })();
    const outer = x();
    const [first, second] = middle.apply(outer) as SymbolicTensor[];
    const again = symbolic(inner.apply(second!));
    return model({ inputs: outer, outputs: [symbolic(layers.add().apply([first!, again])), second!] });
  })();

  const masked = (() => {
    const words = input({ shape: [4] });
    const vectors = layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true }).apply(words);
    const last = layers.simpleRNN({ units: 2, recurrentInitializer: 'glorotNormal' }).apply(vectors);
    return model({ inputs: words, outputs: symbolic(last) });
  })();
  const sentences = tensor([
    [1, 2, 0, 0],
    [3, 4, 1, 2],
  ]);

  return {
    'a Sequential': { graph: straight, inputs: [pair] },
    'a shared layer, inputs in another order, an input that is an output': {
      graph: joined,
      inputs: [pair, mul(pair, 2)],
    },
    'models within models, shared': { graph: nested, inputs: [pair] },
    'a mask': { graph: masked, inputs: [sentences] },
  };
}

for (const [name, { graph, inputs }] of Object.entries(withSeededRandom(new RandomStream(0), graphs))) {
  test(`the plan and predict have the same outputs: ${name}`, (t) => {
    const predicted = numbers(graph.predict(inputs));
    t.deepEqual(numbers(execute(graph, inputs)), predicted);
    t.true(predicted.flat().some((value) => value !== 0));
  });

  test(`every call follows the calls that it needs, under a unique name: ${name}`, (t) => {
    const { calls } = new GraphPlan(graph);
    const known = new Set<number>();
    for (const { inputs: needed, outputs } of calls) {
      t.true(needed.every((slot) => known.has(slot)));
      outputs.forEach((slot) => known.add(slot));
    }
    t.is(new Set(calls.map(({ id }) => id)).size, calls.length);
  });
}

test('layers receive the training flag', (t) => {
  const x = input({ shape: [100] });
  const graph = model({ inputs: x, outputs: symbolic(layers.dropout({ rate: 0.5 }).apply(x)) });
  const ones = tensor([new Array<number>(100).fill(1)]);
  const values = (training: boolean) => [...new Set(numbers(execute(graph, [ones], training))[0])].sort();
  t.deepEqual(values(false), [1]);
  t.deepEqual(values(true), [0, 2]);
});

test('a tensor in the middle may be fed, and layers before it do not run', (t) => {
  const { graph, counted } = withTwoOutputs();
  const plan = new GraphPlan(graph);
  const [first, second] = plan.calls.find(({ layer }) => layer === counted)!.outputs;
  counted.runs = 0;
  const product = plan.prepare([first!, second!], plan.outputs);
  t.deepEqual(numbers(product([tensor([[3, 4]]), tensor([[5, 6]])])), [[15, 24]]);
  t.is(counted.runs, 0);
  const half = plan.prepare([plan.inputs[0]!, first!], plan.outputs);
  t.deepEqual(numbers(half([tensor([[1, 2]]), tensor([[10, 10]])])), [[20, 40]], 'fed values stay');
});

test('an input that is needed but not fed is an error before anything is run', (t) => {
  const plan = new GraphPlan(tinyGraph());
  const [x, noise] = plan.inputs;
  const error = t.throws(() => plan.prepare([x!], plan.outputs), { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.is(error.message, 'The input "z_noise" is needed but was not fed.');
  t.deepEqual(plan.sources([x!], plan.outputs), { used: [x!], missing: [noise!] });
  t.deepEqual(plan.sources([x!, noise!], plan.outputs), { used: [x!, noise!], missing: [] });
  const loc = plan.calls.find(({ id }) => id === 'z_loc')!.outputs;
  t.deepEqual(
    plan.sources([x!, noise!], loc),
    { used: [x!], missing: [] },
    'unneeded inputs need not be fed',
  );
});

test('calls have the names of their layers, independent of earlier plans', (t) => {
  const ids = () => new GraphPlan(tinyGraph()).calls.map(({ id }) => id);
  t.deepEqual(ids(), ids());
  t.true(ids().includes('generative'));
});

test('gradients flow through a plan', (t) => {
  const { graph } = withTwoOutputs();
  const plan = new GraphPlan(graph);
  const product = plan.prepare(plan.inputs, plan.outputs);
  const x = tensor([[1, 2]]);
  // (x + 1) 2 x has the slope 4 x + 2.
  const slope = grad((at: Tensor) => product([at])[0]!)(x);
  t.deepEqual(numbers(slope), [[6, 10]]);
});
