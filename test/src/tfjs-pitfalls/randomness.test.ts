/**
 * Pitfalls 5 and 6: noise and seeds. The tests named "TensorFlow.js" say what it does, so that we
 * notice when it is mended there; those named "ours" fail where we have the same pitfall.
 */
import { HelmholtzError } from '@helmholtz/base';
import { elbo, type LatentVariableModel, readWeights, train } from '@helmholtz/core';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { type Tensor, randomNormal, tensor, train as optimizers, util } from '@tensorflow/tfjs-core';
import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import './backend.js';
import { type Shape, numbers, rows, symbolic, vaeGraph, vaeModel } from './models.js';

/** The identity, remembering what it was called on. */
class Remembers extends layers.Layer {
  static readonly className: string = 'RemembersForTraps';
  seen: string[] = [];

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
    const value = Array.isArray(inputs) ? inputs[0]! : inputs;
    this.seen.push(numbers(value).join());
    return inputs;
  }
}

/**
 * Trains at rate 0 on five examples that are alike, in one batch, and gives the NELBO of each
 * epoch.
 */
async function nelbos(vae: LatentVariableModel, epochs: number, seed = 0): Promise<(number | undefined)[]> {
  const optimizer = optimizers.sgd(0);
  const data = { ...rows(5), read: (_: unknown, out: Float32Array) => void out.fill(1) };
  const { history } = await train(vae, { data, objective: elbo(), optimizer, epochs, batchSize: 5, seed });
  return history.map((row) => row.train['nelbo']);
}

test('pitfall 5, TensorFlow.js: noise that is fed as data is the same in every epoch', async (t) => {
  const remembers = new Remembers();
  const [x, noise] = [input({ shape: [1] }), input({ shape: [1] })];
  const sum = layers.add().apply([x, symbolic(remembers.apply(noise))]);
  const graph = model({
    inputs: [x, noise],
    outputs: symbolic(layers.dense({ units: 1 }).apply(symbolic(sum))),
  });
  graph.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const data = tensor([[1], [2]]);
  remembers.seen = [];
  await graph.fit([data, tensor([[7], [8]])], data, { epochs: 3, batchSize: 2, shuffle: false, verbose: 0 });
  t.deepEqual(remembers.seen, ['7,8', '7,8', '7,8']);
});

test('pitfall 5, ours: noise is drawn anew for every batch', async (t) => {
  // Neither weights nor data change here, so only the noise makes the epochs differ.
  t.is(new Set(await nelbos(vaeModel(), 5)).size, 5);
});

const single = tensor([[1, 1, 0, 0]]);
const fourDraws = tensor([
  [1, 0],
  [0, 1],
  [2, 2],
  [-1, 3],
]);

test('pitfall 5, TensorFlow.js: one example with four draws of noise is predicted as one row, without a word', (t) => {
  const predicted = vaeGraph().predict([single, fourDraws]) as Tensor;
  t.deepEqual(predicted.shape, [1, 4]);
});

test('pitfall 5, ours: throws an error with the shape for inputs that disagree about the batch', (t) => {
  const error = t.throws(() => vaeModel().terms([single], [fourDraws]), { instanceOf: HelmholtzError });
  t.is(error.message, '"z_noise" was given a tensor of shape [4, 2].');
  t.regex(error.hint!, /same batch size/);
});

test('pitfall 6, TensorFlow.js: zero means unseeded', (t) => {
  const draw = (seed: number): number[] => numbers(randomNormal([4], 0, 1, 'float32', seed));
  t.deepEqual(draw(1), draw(1));
  t.notDeepEqual(draw(0), draw(0));
  const initial = (seed: number): number[] => numbers(initializers.randomNormal({ seed }).apply([2, 2]));
  t.deepEqual(initial(1), initial(1));
  t.notDeepEqual(initial(0), initial(0));
});

test('pitfall 6, ours: zero is a seed, of weights and of training', async (t) => {
  const run = async (seed: number) => {
    const vae = vaeModel();
    await train(vae, {
      data: rows(20),
      objective: elbo(),
      optimizer: optimizers.adam(0.1),
      epochs: 2,
      batchSize: 8,
      seed,
    });
    return readWeights(vae);
  };
  const [zero, again, one] = [await run(0), await run(0), await run(1)];
  t.deepEqual(zero, again);
  t.notDeepEqual(zero, one);
  const initial = (seed: number): number[] =>
    numbers(withSeededRandom(new RandomStream(seed), () => initializers.randomNormal({}).apply([2, 2])));
  t.deepEqual(initial(0), initial(0));
  t.notDeepEqual(initial(0), initial(1));
});

test('pitfall 6, TensorFlow.js: a layer with a fixed seed draws the same at every call', (t) => {
  const ones = tensor([new Array<number>(50).fill(1)]);
  const dropped = layers.dropout({ rate: 0.5, seed: 3 });
  const call = (): number[] => numbers(dropped.apply(ones, { training: true }) as Tensor);
  t.deepEqual(call(), call());
});

test('pitfall 6, ours: dropout is drawn anew each step, and again the same under the same seed', async (t) => {
  const withDropout = () => vaeModel((x) => symbolic(layers.dropout({ rate: 0.5 }).apply(x)), 'zero');
  const first = await nelbos(withDropout(), 4);
  t.is(new Set(first).size, 4);
  t.deepEqual(await nelbos(withDropout(), 4), first);
});

test('pitfall 6, TensorFlow.js: shuffling follows no seed', (t) => {
  const shuffled = (): number[] => {
    const order = Array.from({ length: 50 }, (_, index) => index);
    util.shuffle(order);
    return order;
  };
  t.notDeepEqual(shuffled(), shuffled());
});

test('pitfall 6, ours: the order of the examples follows the seed', async (t) => {
  const order = async (seed: number) => {
    const read: number[] = [];
    const data = rows(50);
    const recording = {
      ...data,
      read: (...[indices, ...rest]: Parameters<(typeof data)['read']>) => {
        read.push(...Array.from(indices));
        data.read(indices, ...rest);
      },
    };
    const options = { objective: elbo(), optimizer: optimizers.sgd(0), epochs: 1, batchSize: 50, seed };
    await train(vaeModel(), { ...options, data: recording });
    return read.slice(50); // after the check
  };
  t.deepEqual(await order(0), await order(0));
  t.notDeepEqual(await order(0), await order(1));
});
