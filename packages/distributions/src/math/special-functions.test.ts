import { type Tensor, add, grad, grads, ones, scalar, sum, tensor, tensor1d } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';
import { reference } from '@helmholtz/testing/reference';
import { digamma } from './digamma.js';
import { lgamma } from './lgamma.js';
import { log1mexp } from './log1mexp.js';
import { logBeta } from './log-beta.js';
import { probit } from './probit.js';
import { stirlingRemainder } from './stirling-remainder.js';
import { trigamma } from './trigamma.js';

interface Point {
  x: number;
  value: number;
}

type Named = 'lgamma' | 'digamma' | 'trigamma' | 'stirlingRemainder' | 'log1mexp' | 'probit';

const known = reference<
  Record<Named, Point[]> & { logBeta: { a: number; b: number; value: number; byA: number }[] }
>('special-functions.json');

/**
 * A relative error of 1e-6; what float32 can't hold, or only as a subnormal number, may become an
 * infinity or zero.
 */
function exact(t: ExecutionContext, computed: number, expected: number, what: string, floor = 1.2e-38): void {
  const allowed = 1e-6 * Math.abs(expected) + floor;
  const close = computed === Math.fround(expected) || Math.abs(computed - expected) <= allowed;
  t.true(close, `${what} is ${computed}, expected ${expected}`);
}

const functions: Record<Named, (x: Tensor) => Tensor> = {
  lgamma,
  digamma,
  trigamma,
  stirlingRemainder,
  log1mexp,
  probit,
};

for (const [name, compute] of Object.entries(functions) as [Named, (x: Tensor) => Tensor][]) {
  test(`${name} is SciPy's to a millionth, next to its zeros and at the ends too`, (t) => {
    const points = known[name].filter(({ value }) => Math.abs(value) < 3e38);
    t.true(points.length >= 14);
    const computed = compute(tensor1d(points.map(({ x }) => x))).dataSync();
    points.forEach(({ x, value }, index) => exact(t, computed[index]!, value, `${name}(${x})`));
  });
}

const derivatives: [Named, Named][] = [
  ['lgamma', 'digamma'],
  ['digamma', 'trigamma'],
];

for (const [name, slope] of derivatives) {
  test(`the gradient of ${name} is ${slope}, times what comes from above`, (t) => {
    const points = known[slope].filter(({ value }) => Math.abs(value) < 1e30);
    const x = tensor1d(points.map((point) => point.x));
    const slopes = grad((at: Tensor) => sum(add(functions[name](at), functions[name](at))))(x).dataSync();
    points.forEach((point, index) => exact(t, slopes[index]!, 2 * point.value, `${slope}(${point.x})`));
  });
}

test('the gradient of the remainder of Stirling is its derivative', (t) => {
  const points = [1e-3, 0.1, 0.4, 0.6, 1, 3, 10, 1e4];
  const slopes = grad((x: Tensor) => sum(stirlingRemainder(x)))(tensor1d(points)).dataSync();
  points.forEach((x, index) => {
    // By the series of digamma(x) - log x + 1 / (2 x), from far enough out.
    let [moved, before] = [x, 0];
    for (; moved < 30; moved++) before += Math.log1p(1 / moved) - (moved + 0.5) / (moved * (moved + 1));
    const square = moved ** 2;
    const expected = before - 1 / (12 * square) + 1 / (120 * square ** 2) - 1 / (252 * square ** 3);
    exact(t, slopes[index]!, expected, `at ${x}`, 1e-6 * (x < 0.5 ? 1 : Math.abs(expected)));
  });
});

test('the gradient of log1mexp is 1 / (exp(x) - 1)', (t) => {
  const points = [1e-20, 1e-3, 0.5, 0.7, 5, 80];
  const slopes = grad((x: Tensor) => sum(log1mexp(x)))(tensor1d(points)).dataSync();
  points.forEach((x, index) => exact(t, slopes[index]!, 1 / Math.expm1(Math.fround(x)), `at ${x}`));
});

test('logBeta is exact to a millionth of it or of 1, however far apart its arguments are', (t) => {
  const [a, b] = [tensor1d(known.logBeta.map((row) => row.a)), tensor1d(known.logBeta.map((row) => row.b))];
  const values = logBeta(a, b).dataSync();
  known.logBeta.forEach((row, index) =>
    exact(t, values[index]!, row.value, `logBeta(${row.a}, ${row.b})`, 1e-6),
  );
});

test('the gradient of logBeta is digamma(a) - digamma(a + b), without cancellation', (t) => {
  const [a, b] = [tensor1d(known.logBeta.map((row) => row.a)), tensor1d(known.logBeta.map((row) => row.b))];
  const [byA] = grads((first: Tensor, second: Tensor) => sum(logBeta(first, second)))([a, b]);
  const [, byB] = grads((first: Tensor, second: Tensor) => sum(logBeta(first, second)))([b, a]);
  for (const slopes of [byA!.dataSync(), byB!.dataSync()]) {
    known.logBeta.forEach((row, index) =>
      exact(t, slopes[index]!, row.byA, `at ${row.a}, ${row.b}`, 2e-6 * Math.abs(row.byA)),
    );
  }
});

test('parameters of logBeta that are broadcast get the sum of their gradients', (t) => {
  const [byA, byB] = grads((a: Tensor, b: Tensor) => sum(logBeta(a, b)))([
    scalar(2),
    tensor([1, 2, 3], [3, 1]),
  ]);
  t.deepEqual([byA!.shape, byB!.shape], [[], [3, 1]]);
  const [wide] = grads((a: Tensor, b: Tensor) => sum(logBeta(a, b)))([ones([3, 4]), ones([1, 4])]);
  t.deepEqual(wide!.shape, [3, 4]);
  // digamma(2) - digamma(2 + n), n = 1, 2, 3.
  const expected = -(1 / 2 + (1 / 2 + 1 / 3) + (1 / 2 + 1 / 3 + 1 / 4));
  t.true(Math.abs(byA!.dataSync()[0]! - expected) < 1e-5);
});

test('outside of the positive numbers lgamma is no number, and at the ends infinite', (t) => {
  t.true(Array.from(lgamma(tensor1d([-0.5, -3, NaN])).dataSync()).every(Number.isNaN));
  t.deepEqual(Array.from(lgamma(tensor1d([0, Infinity])).dataSync()), [Infinity, Infinity]);
  t.deepEqual(Array.from(digamma(tensor1d([0, Infinity])).dataSync()), [-Infinity, Infinity]);
});
