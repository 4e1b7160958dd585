import { itemAt } from '@helmholtz/base';
import { type Tensor, add, grads, mul, reshape, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { ExecutionContext, TestFn } from 'ava';

import '@helmholtz/testing/cpu-backend';
import type { Bijector } from '../bijectors/bijector.js';
import { chain } from '../bijectors/chain.js';
import { inverted } from '../bijectors/inverted.js';
import { sumOverEvents } from '../distribution.js';

/** A bijector to be tested at points. */
export interface BijectorCase {
  readonly name: string;
  readonly create: () => Bijector;
  /** Events: vectors of one length. A function of each element is tested on vectors, too. */
  readonly points: readonly (readonly number[])[];
  /** How far float32 may put an inverse off beside 1e-5 of it; 1e-5 by default. */
  readonly rounding?: number;
}

const STEP = 2 ** -7;

/** The suite that every bijector passes: its file's test calls this with its case. */
export function bijectorConforms(
  test: TestFn,
  { name, create, points, rounding = 1e-5 }: BijectorCase,
): void {
  const size = itemAt(points, 0).length;
  const all = (): Tensor => tensor(points.flat(), [points.length, size]);
  const numbers = (compute: () => Tensor): number[] => tidy(() => [...compute().dataSync()]);
  /** log |det df/dx| of vectors, [points]. */
  const logDets = (bijector: Bijector, logDet: Tensor): Tensor =>
    sumOverEvents(logDet, 1 - bijector.eventRank);

  test(`${name}: values of its domain are mapped into its codomain`, (t) => {
    const bijector = create();
    t.true(points.flat().every((x) => bijector.domain.contains(x)));
    const values = numbers(() => bijector.forward(all()));
    t.true(
      values.every((y) => bijector.codomain.contains(y)),
      values.join(),
    );
  });

  test(`${name}: the log-determinant is that of the numeric Jacobian`, (t) => {
    const bijector = create();
    const found = numbers(() => logDets(bijector, bijector.forwardLogDetJacobian(all())));
    points.forEach((point, index) => {
      const expected = logAbsDeterminant(jacobian(bijector, point));
      agree(t, itemAt(found, index), expected, `at ${point.join()}`, 1e-3, 1e-3);
    });
  });

  test(`${name}: value and log-determinant together equal each alone`, (t) => {
    const bijector = create();
    tidy(() => {
      const { value, logDet } = bijector.forwardWithLogDet(all());
      t.deepEqual([...value.dataSync()], [...bijector.forward(all()).dataSync()]);
      t.deepEqual([...logDet.dataSync()], [...bijector.forwardLogDetJacobian(all()).dataSync()]);
    });
  });

  test(`${name}: gradients of the value and of the log-determinant are their slopes`, (t) => {
    const bijector = create();
    const weights = tensor(Array.from({ length: size }, (_, index) => 1 / (1 + index)));
    const weightedSum = (x: Tensor): Tensor => {
      const { value, logDet } = bijector.forwardWithLogDet(x);
      return add(sum(mul(value, weights)), sum(mul(logDet, 0.7)));
    };
    for (const point of points) {
      const [gradient] = grads(weightedSum)([tensor(point, [1, size])]);
      point.forEach((_, element) => {
        const slope = itemAt(
          difference((moved) => numbers(() => weightedSum(tensor(moved, [1, size]))), point, element),
          0,
        );
        agree(t, gradient!.dataSync()[element]!, slope, `by ${element} at ${point.join()}`, 2e-3, 2e-3);
      });
    }
  });

  test(`${name}: batches of any shape have the values of each event`, (t) => {
    const bijector = create();
    tidy(() => {
      const flat = bijector.forwardWithLogDet(all());
      const batched = bijector.forwardWithLogDet(reshape(all(), [1, points.length, 1, size]));
      const event = bijector.eventRank === 0 ? [size] : [];
      t.deepEqual(batched.value.shape, [1, points.length, 1, size]);
      t.deepEqual(batched.logDet.shape, [1, points.length, 1, ...event]);
      t.deepEqual(flat.logDet.shape, [points.length, ...event]);
      t.deepEqual([...batched.value.dataSync()], [...flat.value.dataSync()]);
      t.deepEqual([...batched.logDet.dataSync()], [...flat.logDet.dataSync()]);
    });
  });

  if (!create().inverse) {
    test(`${name}: without an inverse, cheap omits it and inverse throws`, (t) => {
      const bijector = create();
      t.false(bijector.cheap.includes('inverse'));
      t.throws(() => bijector.inverseWithLogDet(all()), {
        message: /^The inverse of the bijector .* cannot be computed\.$/,
      });
      t.throws(() => inverted(bijector), {
        message: /^The inverse of the bijector .* cannot be computed\.$/,
      });
    });
    return;
  }

  test(`${name}: the inverse of the forward value is the input`, (t) => {
    const bijector = create();
    tidy(() => {
      const { value, logDet } = bijector.forwardWithLogDet(all());
      const back = bijector.inverseWithLogDet(value);
      same(t, back.value, points.flat(), 'the inverse', rounding);
      same(t, bijector.inverse!(value), [...back.value.dataSync()], 'the inverse alone', 0);
      same(
        t,
        back.logDet,
        Array.from(logDet.dataSync(), (at) => -at),
        'its log-determinant',
        10 * rounding,
      );
      same(t, bijector.forward(back.value), [...value.dataSync()], 'and forward again', rounding);
    });
  });

  test(`${name}: inverted twice is itself, and a chain with its inverse is the identity`, (t) => {
    const bijector = create();
    tidy(() => {
      const twice = inverted(inverted(bijector));
      t.is(twice.eventRank, bijector.eventRank);
      t.deepEqual([...twice.cheap].toSorted(), [...bijector.cheap].toSorted());
      same(t, twice.forward(all()), [...bijector.forward(all()).dataSync()], 'inverted twice', 0);
      const there = chain([bijector, inverted(bijector)]).forwardWithLogDet(all());
      same(t, there.value, points.flat(), 'there and back', rounding);
      same(
        t,
        there.logDet,
        new Array<number>(there.logDet.size).fill(0),
        'their log-determinant',
        10 * rounding,
      );
    });
  });
}

/** d y[i] / d x[j], as rows by i. */
function jacobian(bijector: Bijector, point: readonly number[]): number[][] {
  const values = (moved: readonly number[]): number[] =>
    tidy(() => [...bijector.forward(tensor([...moved], [1, moved.length])).dataSync()]);
  const columns = point.map((_, element) => difference(values, point, element));
  return point.map((_, row) => columns.map((column) => itemAt(column, row)));
}

/** The slopes along one element, by differences of fourth order. */
function difference(
  measure: (point: readonly number[]) => readonly number[],
  point: readonly number[],
  element: number,
): number[] {
  const step = STEP * Math.max(1, Math.abs(itemAt(point, element)) / 4);
  const slope = (steps: number): number[] => {
    const [low, high] = [-steps, steps].map((by) => Math.fround(itemAt(point, element) + by * step)) as [
      number,
      number,
    ];
    const [below, above] = [low, high].map((at) => measure(point.with(element, at))) as [
      readonly number[],
      readonly number[],
    ];
    return above.map((value, index) => (value - itemAt(below, index)) / (high - low));
  };
  const [near, far] = [slope(1), slope(2)];
  return near.map((value, index) => (4 * value - itemAt(far, index)) / 3);
}

/** By elimination with pivots. */
function logAbsDeterminant(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let logDet = 0;
  for (let column = 0; column < rows.length; column++) {
    const below = rows.slice(column).map((row) => Math.abs(itemAt(row, column)));
    const pivot = column + below.indexOf(Math.max(...below));
    [rows[column], rows[pivot]] = [itemAt(rows, pivot), itemAt(rows, column)];
    const first = itemAt(rows, column);
    logDet += Math.log(Math.abs(itemAt(first, column)));
    for (const row of rows.slice(column + 1)) {
      const share = itemAt(row, column) / itemAt(first, column);
      first.forEach((value, index) => (row[index]! -= share * value));
    }
  }
  return logDet;
}

function agree(
  t: ExecutionContext,
  found: number,
  expected: number,
  what: string,
  relative: number,
  absolute: number,
): void {
  const close = Math.abs(found - expected) <= relative * Math.abs(expected) + absolute;
  t.true(close, `${found} for ${expected} ${what}`);
}

function same(
  t: ExecutionContext,
  found: Tensor,
  expected: readonly number[],
  what: string,
  rounding: number,
): void {
  found
    .dataSync()
    .forEach((value, index) =>
      agree(t, value, itemAt(expected, index), `${what}, ${index}`, rounding, rounding),
    );
}
