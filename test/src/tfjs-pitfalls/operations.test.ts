/**
 * Pitfalls 7, 9, 10 and 12: what operations and layers do or lack. The tests named "TensorFlow.js"
 * say what it does, so that we notice when it is mended there; those named "ours" fail where we
 * have the same pitfall.
 */
import { elbo, GraphPlan, readWeights, train } from '@helmholtz/core';
import { Normal } from '@helmholtz/distributions';
import { bernoulliLikelihood, klDivergenceLayer, logVarianceToScale } from '@helmholtz/layers';
import * as tensorflow from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, metrics, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import './backend.js';
import { TwoOutputs, numbers, rows, symbolic, vaeModel } from './models.js';

const { getKernel, grad, setBackend, tensor } = tensorflow;
type Tensor = tensorflow.Tensor;

const observed = tensor([[1, 0, 1, 1]]);

test('pitfall 7, TensorFlow.js: binaryCrossentropy averages over pixels, and clips', (t) => {
  const half = tensor([[0.5, 0.5, 0.5, 0.5]]);
  const averaged = numbers(metrics.binaryCrossentropy(observed, half))[0]!;
  t.true(Math.abs(averaged - Math.log(2)) < 1e-5, 'and not four times as much');
  const wrong = tensor([[0, 0, 1, 1]]);
  const clipped = 4 * numbers(metrics.binaryCrossentropy(observed, wrong))[0]!;
  t.true(Math.abs(clipped + Math.log(1e-7)) < 0.1, 'where the truth is infinite');
});

test('pitfall 7, ours: the negative log-likelihood sums over pixels, and is exact however wrong', (t) => {
  const { nll } = bernoulliLikelihood();
  t.true(Math.abs(numbers(nll(observed, tensor([[0, 0, 0, 0]])))[0]! - 4 * Math.log(2)) < 1e-6);
  t.is(numbers(nll(observed, tensor([[-500, -500, 500, 500]])))[0], 500);
  const slopes = grad((logits: Tensor) => nll(observed, logits))(tensor([[-500, -500, 500, 500]]));
  t.deepEqual(numbers(slopes).map(Math.abs), [1, 0, 0, 0]);
});

test('pitfall 9, TensorFlow.js: operations and layers that one would look for are not there', (t) => {
  for (const operation of ['stopGradient', 'lgamma', 'digamma']) t.false(operation in tensorflow, operation);
  t.false('cholesky' in tensorflow.linalg);
  for (const layer of ['lambda', 'subtract']) t.false(layer in layers, layer);
});

test('pitfall 9, ours: a layer with a name stands where the tutorial has a Lambda', (t) => {
  const scale = logVarianceToScale().apply(tensor([[0, 2]])) as Tensor;
  numbers(scale).forEach((value, index) => t.true(Math.abs(value - Math.exp(index)) < 1e-5));
});

test('pitfall 9, TensorFlow.js: the gradient of logSigmoid reads a disposed tensor', (t) => {
  const twice = (x: Tensor): Tensor => tensorflow.logSigmoid(tensorflow.mul(x, 2));
  t.throws(() => grad(twice)(tensor([1])));
});

test('pitfall 9, ours: the log-likelihood of a computed logit has its gradient', (t) => {
  const { nll } = bernoulliLikelihood();
  const slope = grad((x: Tensor) => nll(tensor([[1]]), tensorflow.mul(x, 2)))(tensor([[1]]));
  t.true(Math.abs(numbers(slope)[0]! + 2 / (1 + Math.exp(2))) < 1e-6);
});

/** Both outputs of a layer that says that it supports masks, after one that makes a mask. */
function masked() {
  const layer = new TwoOutputs();
  layer.supportsMasking = true;
  const words = input({ shape: [2] });
  const vectors = layers.embedding({
    inputDim: 3,
    outputDim: 1,
    maskZero: true,
    embeddingsInitializer: 'ones',
  });
  const outputs = layer.apply(symbolic(vectors.apply(words))) as SymbolicTensor[];
  return model({ inputs: words, outputs: symbolic(layers.add().apply(outputs)) });
}

const words = tensor([[1, 0]]);

test('pitfall 10, TensorFlow.js: supportsMasking on a layer with two outputs breaks the executor', (t) => {
  t.throws(() => masked().predict(words));
});

test('pitfall 10, ours: the divergence has two outputs and stands behind a mask', (t) => {
  const own = input({ shape: [2] });
  const vectors = layers.embedding({
    inputDim: 3,
    outputDim: 1,
    maskZero: true,
    embeddingsInitializer: 'ones',
  });
  const parameters = [symbolic(vectors.apply(own)), symbolic(vectors.apply(own))];
  const divergence = klDivergenceLayer();
  t.false(divergence.supportsMasking);
  const passed = divergence.apply(parameters) as SymbolicTensor[];
  const graph = model({ inputs: own, outputs: symbolic(layers.add().apply(passed)) });
  t.deepEqual(numbers(graph.predict(words) as Tensor), [2, 2]);
  const plan = new GraphPlan(graph);
  t.deepEqual(numbers(plan.prepare(plan.inputs, plan.outputs)([words])[0]!), [2, 2]);
});

test.serial('pitfall 12, TensorFlow.js: wasm has no gradient of a convolution by its filter', async (t) => {
  t.true(await setBackend('wasm'));
  try {
    t.falsy(getKernel('Conv2DBackpropFilter', 'wasm'));
    const image = tensorflow.zeros<tensorflow.Rank.R4>([1, 4, 4, 1]);
    const filter = tensorflow.zeros<tensorflow.Rank.R4>([2, 2, 1, 1]);
    const convolved = (by: Tensor) =>
      tensorflow.sum(tensorflow.conv2d(image, by as tensorflow.Tensor4D, 1, 'valid'));
    t.throws(() => grad(convolved)(filter), { message: /Conv2DBackpropFilter.*wasm/ });
  } finally {
    await setBackend('cpu');
  }
});

test.serial('pitfall 12, ours: a model of dense layers trains on wasm as it does on cpu', async (t) => {
  const weights: number[][] = [];
  try {
    for (const backend of ['cpu', 'wasm']) {
      await setBackend(backend);
      const vae = vaeModel((x) => symbolic(layers.dense({ units: 3, activation: 'relu' }).apply(x)));
      const optimizer = tensorflow.train.adam(0.05);
      await train(vae, { data: rows(20), objective: elbo(), optimizer, epochs: 3, batchSize: 8, seed: 0 });
      weights.push([...(await readWeights(vae)).values()].flatMap(({ values }) => [...values]));
      const q = Normal.fromLogVariance(tensor([1]), tensor([2]));
      t.true(Math.abs(numbers(q.variance())[0]! - Math.exp(2)) < 1e-4);
    }
  } finally {
    await setBackend('cpu');
  }
  weights[0]!.forEach((weight, index) => t.true(Math.abs(weight - weights[1]![index]!) < 1e-3));
});
