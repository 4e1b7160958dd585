import { itemAt } from '@helmholtz/base';
import { concat, slice, stack, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { TestFn } from 'ava';

import { Flow } from '../flows/flow.js';
import type { FlowStep } from '../flows/flow-step.js';
import { bijectorConforms } from './bijector-conformance.js';

/** A step of a flow to be tested at points. */
export interface FlowStepCase {
  readonly step: FlowStep;
  /** Options beside the defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Vectors of one length. */
  readonly points: readonly (readonly number[])[];
  /** As of a bijector. */
  readonly rounding?: number;
}

const sines = (count: number, phase = 0): number[] =>
  Array.from({ length: count }, (_, index) => 0.5 * Math.sin(2.3 * index + 0.7 + phase));

/** Conformance suite of flow steps: the suite of bijectors, and checks of parameters. */
export function flowStepConforms(test: TestFn, { step, options = {}, points, rounding }: FlowStepCase): void {
  const size = itemAt(points, 0).length;
  const flow = (more: Readonly<Record<string, unknown>> = {}, repeat = 1): Flow =>
    new Flow([{ step, options: step.options.parse({ ...options, ...more }), repeat }]);
  const weights = (flow: Flow) => tensor(sines(flow.weightCount(size)));
  const name = [step.name, ...Object.entries(options).map(([key, value]) => `${key} ${String(value)}`)].join(
    ', ',
  );

  bijectorConforms(test, {
    name,
    points,
    ...(rounding === undefined ? {} : { rounding }),
    create: () => flow().bijector(size, weights(flow())),
  });
  bijectorConforms(test, {
    name: `${name}, twice`,
    points,
    ...(rounding === undefined ? {} : { rounding }),
    create: () => flow({}, 2).bijector(size, weights(flow({}, 2))),
  });

  test(`${name}: its cheap directions are those of the bijector`, (t) => {
    const bijector = flow().bijector(size, weights(flow()));
    t.deepEqual([...flow().cheap], [...bijector.cheap]);
  });

  const amortized = flow();
  const count = amortized.amortizedCount(size);
  if (count === 0) return;

  test(`${name}: a batch with its own parameters per example equals each example alone`, (t) => {
    tidy(() => {
      const x = tensor(points.flat(), [points.length, size]);
      const own = tensor(sines(points.length * count, 0.3), [points.length, count]);
      const shared = weights(amortized);
      const together = amortized.bijector(size, shared, own).forwardWithLogDet(x);
      const alone = points.map((_, row) =>
        amortized
          .bijector(size, shared, slice(own, [row, 0], [1, count]))
          .forwardWithLogDet(slice(x, [row, 0], [1, size])),
      );
      const near = (found: ArrayLike<number>, expected: ArrayLike<number>): boolean =>
        Array.from(found).every((value, index) => Math.abs(value - expected[index]!) < 2e-5);
      t.true(near(together.value.dataSync(), concat(alone.map(({ value }) => value)).dataSync()));
      t.true(near(together.logDet.dataSync(), concat(alone.map(({ logDet }) => logDet)).dataSync()));
      const none = amortized.bijector(size, shared, zeros([points.length, count])).forward(x);
      t.true(near(none.dataSync(), amortized.bijector(size, shared).forward(x).dataSync()));
    });
  });

  test(`${name}: several samples of examples share the parameters of the example`, (t) => {
    tidy(() => {
      const x = tensor(points.flat(), [points.length, size]);
      const own = tensor(sines(points.length * count, 0.3), [points.length, count]);
      const bijector = amortized.bijector(size, weights(amortized), own);
      const one = bijector.forwardWithLogDet(x);
      const two = bijector.forwardWithLogDet(stack([x, x]));
      t.deepEqual(two.logDet.shape, [2, points.length]);
      t.true(Math.abs(sum(two.value).dataSync()[0]! - 2 * sum(one.value).dataSync()[0]!) < 1e-3);
      t.true(Math.abs(sum(two.logDet).dataSync()[0]! - 2 * sum(one.logDet).dataSync()[0]!) < 1e-3);
    });
  });
}
