import test from 'ava';

import { createSchedule } from './schedules.js';

const close = (value: number, expected: number): boolean => Math.abs(value - expected) <= 1e-12 * expected;

test('constant stays', (t) => {
  const rate = createSchedule({ name: 'constant' }, 0.01);
  for (const step of [0, 1, 99]) t.is(rate(step, 100), 0.01);
});

test('exponential: rate * decay^(step / everySteps)', (t) => {
  const rate = createSchedule({ name: 'exponential', decay: 0.5, everySteps: 10 }, 0.08);
  t.is(rate(0, 100), 0.08);
  t.true(close(rate(10, 100), 0.04));
  t.true(close(rate(5, 100), 0.08 / Math.SQRT2));
  t.true(close(rate(30, 100), 0.01));
});

test('cosine falls from the rate at the first step to the final rate at the last', (t) => {
  const rate = createSchedule({ name: 'cosine', final: 0.2 }, 1);
  t.is(rate(0, 101), 1);
  t.true(close(rate(50, 101), 0.6));
  t.true(close(rate(100, 101), 0.2));
  t.true(close(rate(25, 101), 0.2 + 0.8 * 0.5 * (1 + Math.SQRT1_2)));
  const rates = Array.from({ length: 101 }, (_, step) => rate(step, 101));
  t.true(rates.every((value, step) => step === 0 || value < rates[step - 1]!));
});

test('cosine beyond the last step stays at the final rate, and one step alone has the full rate', (t) => {
  t.is(createSchedule({ name: 'cosine', final: 0 }, 1)(500, 100), 0);
  t.is(createSchedule({ name: 'cosine', final: 0 }, 1)(0, 1), 1);
});

test('piecewise: each value from its boundary on', (t) => {
  const rate = createSchedule({ name: 'piecewise', boundaries: [2, 5], values: [3, 2, 1] }, 9);
  t.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 100].map((step) => rate(step, 100)),
    [3, 3, 2, 2, 2, 1, 1, 1],
  );
});
