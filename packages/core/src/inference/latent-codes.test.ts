import { type Tensor, memory, tensor } from '@tensorflow/tfjs-core';
import { model as layersModel } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { correlation, mean, standardizedMoment, variance } from '@helmholtz/testing/statistics';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { type Examples, readExamples } from './examples.js';
import { decodedMeans, posteriorMeans, priorDraws } from './latent-codes.js';

/** More than two batches of them. */
const observed = readExamples(
  patterns(600),
  Array.from({ length: 600 }, (_, index) => index),
);
const model = tinyModel({ seed: 1 });
const graph = model.layersModel;

const weight = (layer: string): readonly [kernel: number[][], bias: number[]] => {
  const [kernel, bias] = graph.getLayer(layer).getWeights();
  return [kernel!.arraySync() as number[][], bias!.arraySync() as number[]];
};

function column({ shape, values }: Examples, element: number): number[] {
  return Array.from(values).filter((_, index) => index % (shape[0] ?? 1) === element);
}

test('posterior means equal the locations of the graph, example by example', async (t) => {
  const loc = layersModel({
    inputs: graph.inputs[0]!,
    outputs: graph.getLayer('z_loc').output,
  });
  const expected = (loc.predict(tensor(observed.values, [600, 4])) as Tensor).dataSync();
  const means = await posteriorMeans(model, observed);
  t.deepEqual([...means.keys()], ['z']);
  const { count, shape, values } = means.get('z')!;
  t.is(count, 600);
  t.deepEqual(shape, [2]);
  t.deepEqual(values, expected as Float32Array);
  t.true(variance(values) > 0.01, 'they differ');
});

test('decoded means equal the means of the likelihood', async (t) => {
  const codes = { count: 3, shape: [2], values: Float32Array.of(0, 0, 1, -2, 0.5, 3) };
  const [kernel, bias] = weight('generative');
  const expected = [0, 1, 2].flatMap((row) =>
    bias.map((own, element) => {
      const [first, second] = [codes.values[2 * row]!, codes.values[2 * row + 1]!];
      const logit = first * kernel[0]![element]! + second * kernel[1]![element]! + own;
      return 1 / (1 + Math.exp(-logit));
    }),
  );
  const means = await decodedMeans(model, new Map([['z', codes]]));
  t.deepEqual([...means.keys()], ['x']);
  const { count, shape, values } = means.get('x')!;
  t.is(count, 3);
  t.deepEqual(shape, [4]);
  values.forEach((value, index) => {
    t.true(Math.abs(value - expected[index]!) < 1e-6, `${value}, ${expected[index]}`);
  });
});

test('draws from the prior have the moments of independent standard normals', async (t) => {
  const count = 20_000;
  const draws = (await priorDraws(model, count, 0)).get('z')!;
  t.is(draws.count, count);
  t.deepEqual(draws.shape, [2]);
  const columns = [column(draws, 0), column(draws, 1)];
  for (const values of columns) {
    t.true(Math.abs(mean(values)) < 4 / Math.sqrt(count));
    t.true(Math.abs(variance(values) - 1) < 4 * Math.sqrt(2 / count));
    t.true(Math.abs(standardizedMoment(values, 4) - 3) < 4 * Math.sqrt(24 / count));
  }
  t.true(Math.abs(correlation(columns[0]!, columns[1]!)) < 4 / Math.sqrt(count));
  // The batches that they are drawn in are independent too.
  const [first, second] = [columns[0]!.slice(0, 250), columns[0]!.slice(250, 500)];
  t.true(Math.abs(correlation(first, second)) < 4 / Math.sqrt(250));
});

test('a seed names the draws, and 0 is a seed', async (t) => {
  const draws = async (seed: number): Promise<number[]> =>
    Array.from((await priorDraws(model, 10, seed)).get('z')!.values);
  t.deepEqual(await draws(0), await draws(0));
  t.deepEqual(await draws(7), await draws(7));
  t.is(new Set([...(await draws(0)), ...(await draws(1)), ...(await draws(7))]).size, 60);
});

test.serial('encoding and decoding dispose their tensors', async (t) => {
  const before = memory().numTensors;
  await posteriorMeans(model, observed);
  await decodedMeans(model, await priorDraws(model, 300, 0));
  t.is(memory().numTensors, before);
});
