import { memory, train as optimizers } from '@tensorflow/tfjs-core';
import { layers, regularizers } from '@tensorflow/tfjs-layers';
import test from 'ava';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { close, objective, run } from '../testing/tiny-training.js';
import { evaluate } from './evaluate.js';
import { readWeights } from './weights.js';

for (const name of ['sgd', 'adam'] as const) {
  test.serial(`fifty steps of ${name} leave no tensor behind`, async (t) => {
    const tensors: number[] = [];
    const onStep = () => void tensors.push(memory().numTensors);
    const model = tinyModel();
    await run(model, { optimizer: optimizers[name](0.01), epochs: 17, callbacks: [{ onStep }] });
    t.is(tensors.length, 51);
    t.deepEqual(new Set(tensors.slice(1)), new Set([tensors[1]]));
    const before = memory().numTensors;
    await evaluate(model, { data: patterns(40), objective, batchSize: 16, seed: 0 });
    t.is(memory().numTensors, before);
  });
}

test('dropout is drawn anew each step, the same for the same seed, and not in evaluation', async (t) => {
  const recognition = () => [
    layers.dense({ units: 8, activation: 'tanh', name: 'hidden' }),
    layers.dropout({ rate: 0.5, name: 'dropped' }),
  ];
  const trained = async (seed: number) => {
    const model = tinyModel({ recognition, noise: 'zero' });
    const data = rowsOf(new Array<number[]>(40).fill([0, 1, 1, 0]));
    const { history } = await run(model, {
      data,
      seed,
      optimizer: optimizers.sgd(0),
      batchSize: 40,
      epochs: 3,
    });
    const evaluated = await evaluate(model, { data, objective, batchSize: 40, seed });
    return { nelbos: history.map((row) => row.train['nelbo']), evaluated };
  };
  const [first, again, other] = [await trained(0), await trained(0), await trained(1)];
  // Neither weights nor noise change here, and all examples are alike: only dropout makes the
  // epochs differ.
  t.is(new Set(first.nelbos).size, 3);
  t.deepEqual(first, again);
  t.notDeepEqual(first.nelbos, other.nelbos);
  t.true(Math.abs(first.evaluated['nelbo']! - other.evaluated['nelbo']!) < 1e-6);
});

test('weight decay is added to the loss and reported apart, outside of the NELBO', async (t) => {
  const strength = 0.5;
  const recognition = (decay: boolean) => () => [
    layers.dense({
      units: 8,
      name: 'hidden',
      ...(decay ? { kernelRegularizer: regularizers.l2({ l2: strength }) } : {}),
    }),
  ];
  const model = tinyModel({ recognition: recognition(true), family: 'normal' });
  const options = { data: patterns(16), objective, batchSize: 16, seed: 0 };
  const kernel = async () => (await readWeights(model)).get('hidden/kernel')!.values;
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value ** 2, 0);

  const before = await kernel();
  const plain = await evaluate(tinyModel({ recognition: recognition(false), family: 'normal' }), options);
  const { regularization, ...metrics } = await evaluate(model, options);
  t.true(close(regularization!, strength * squares(before)));
  t.deepEqual(metrics, plain);

  const { history } = await run(model, { ...options, optimizer: optimizers.sgd(0.1), epochs: 60 });
  t.true(close(history[0]!.train['regularization']!, strength * squares(before)));
  t.true(squares(await kernel()) < 0.05 * squares(before), 'so strong a decay leaves little of the kernel');
});

test('batch normalization learns its moving averages in training alone', async (t) => {
  const recognition = () => [layers.batchNormalization({ momentum: 0.75, name: 'normalized' })];
  const model = tinyModel({ recognition });
  const data = rowsOf([
    [0, 1, 0.5, 1],
    [1, 1, 0.5, 0],
  ]);
  const moving = async () => {
    const weights = await readWeights(model);
    return ['moving_mean', 'moving_variance'].map((name) =>
      Array.from(weights.get(`normalized/${name}`)!.values),
    );
  };
  t.deepEqual(await moving(), [
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ]);
  await evaluate(model, { data, objective, batchSize: 2, seed: 0 });
  t.deepEqual((await moving())[0], [0, 0, 0, 0]);
  await run(model, { data, batchSize: 2, epochs: 1 });
  const [means, variances] = await moving();
  // A quarter of the batch's moments.
  means!.forEach((mean, index) => t.true(Math.abs(mean - [0.125, 0.25, 0.125, 0.125][index]!) < 1e-6));
  t.true(variances![0]! < 1 && variances![1]! < variances![0]!);
});

test('a layer that is not trainable stays as it is', async (t) => {
  const recognition = () => [layers.dense({ units: 8, name: 'hidden', trainable: false })];
  const model = tinyModel({ recognition });
  const before = await readWeights(model);
  await run(model);
  const after = await readWeights(model);
  t.deepEqual(after.get('hidden/kernel'), before.get('hidden/kernel'));
  t.notDeepEqual(after.get('z_loc/kernel'), before.get('z_loc/kernel'));
});
