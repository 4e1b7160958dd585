import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { LatentVariableModel } from '../graph/model.js';
import { Divergence, Latent, Likelihood } from '../testing/role-layers.js';
import { tinyModel } from '../testing/tiny-model.js';
import { manifoldCoordinates, manifoldGrid } from './latent-paths.js';

/** Standard normal quantiles, to the digits of a double. */
const quantiles: Readonly<Record<string, number>> = {
  '0.05': -1.6448536269514722,
  '0.15': -1.0364333894937898,
  '0.25': -0.6744897501960817,
  '0.35': -0.38532046640756773,
  '0.45': -0.12566134685507402,
};

test('coordinates of a manifold are normal quantiles of 0.05 to 0.95, evenly spaced and ascending', (t) => {
  const lower = Object.values(quantiles);
  const ten = manifoldCoordinates(10);
  [...lower, ...lower.map((value) => -value).reverse()].forEach((expected, index) => {
    t.true(Math.abs(ten[index]! - expected) < 1e-8, `${ten[index]}, ${expected}`);
  });
  const three = manifoldCoordinates(3);
  t.is(three[1], 0);
  t.true(Math.abs(three[0]! - lower[0]!) < 1e-8 && Math.abs(three[2]! + lower[0]!) < 1e-8);
  const fifteen = manifoldCoordinates(15);
  t.is(fifteen.length, 15);
  t.true(fifteen.every((value, index) => index === 0 || value > fifteen[index - 1]!));
  t.deepEqual(manifoldCoordinates(1), [0]);
});

const grid = { horizontal: 1, vertical: 0 };

test('a manifold goes over ranges that are given, in even steps', async (t) => {
  const model = tinyModel();
  const ranges = { horizontal: [-5, 10], vertical: [0, 1] } as const;
  const { codes, xValues, yValues } = await manifoldGrid(
    model,
    model.latents[0]!,
    4,
    { horizontal: 0, vertical: 1 },
    new Map(),
    ranges,
  );
  t.deepEqual(xValues, [-5, 0, 5, 10]);
  t.deepEqual(
    yValues.map((value) => Math.round(3 * value)),
    [0, 1, 2, 3],
  );
  t.deepEqual(codes.values.slice(0, 8), Float32Array.of(-5, 0, 0, 0, 5, 0, 10, 0));
  const half = { vertical: [7, 8] } as const;
  const prior = await manifoldGrid(model, model.latents[0]!, 3, grid, new Map(), half);
  t.deepEqual([prior.xValues, prior.yValues], [manifoldCoordinates(3), [7, 7.5, 8]]);
});

test('a manifold runs along its horizontal axis first, evenly in probability', async (t) => {
  const model = tinyModel();
  const { codes, xValues, yValues } = await manifoldGrid(model, model.latents[0]!, 3, grid);
  const [low, middle, high] = manifoldCoordinates(3) as [number, number, number];
  t.deepEqual(
    [xValues, yValues],
    [
      [low, middle, high],
      [low, middle, high],
    ],
  );
  t.is(codes.count, 9);
  t.deepEqual(codes.shape, [2]);
  const expected = [low, middle, high].flatMap((y) => [low, middle, high].flatMap((x) => [y, x]));
  t.deepEqual(codes.values, Float32Array.from(expected));
});

/** z of three elements with a normal prior that a given y decides. */
function shifted(): LatentVariableModel {
  const [x, y] = [input({ shape: [2], name: 'x' }), input({ shape: [3], name: 'y' })];
  const dense = (units: number, features: SymbolicTensor): SymbolicTensor =>
    layers.dense({ units }).apply(features) as SymbolicTensor;
  const zero = layers.dense({ units: 3, kernelInitializer: 'zeros' }).apply(y) as SymbolicTensor;
  const divergence = new Divergence('z').apply([dense(3, x), dense(3, x), y, zero]) as SymbolicTensor[];
  const z = new Latent('z').apply(divergence[0]!) as SymbolicTensor;
  const head = new Likelihood('x', 'normal').apply(dense(2, z)) as SymbolicTensor;
  return new LatentVariableModel(model({ inputs: [x, y], outputs: head }));
}

test('a manifold follows the prior: its location, its scale and its conditions', async (t) => {
  const conditional = shifted();
  const y = new Map([['y', { count: 1, shape: [3], values: Float32Array.of(10, 20, 30) }]]);
  const drawn = await manifoldGrid(conditional, conditional.latents[0]!, 3, grid, y);
  const [low, middle, high] = manifoldCoordinates(3) as [number, number, number];
  t.deepEqual(drawn.xValues, [20 + low, 20 + middle, 20 + high]);
  t.deepEqual(drawn.yValues, [10 + low, 10 + middle, 10 + high]);
  t.deepEqual(Array.from(drawn.codes.values.slice(0, 3)), [10 + low, 20 + low, 30].map(Math.fround));
  await t.throwsAsync(manifoldGrid(conditional, conditional.latents[0]!, 3, grid), {
    message: /depends on "y", which was not given/,
  });
});
