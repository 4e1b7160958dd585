import test from 'ava';

import { stepsFor, turns } from './schedule.js';

test('every engine has one turn in a round, in an order that changes and is the same in every run', (t) => {
  const orders = Array.from({ length: 12 }, (_, round) => turns(4, round));
  for (const order of orders) t.deepEqual([...order].sort(), [0, 1, 2, 3]);
  t.true(new Set(orders.map(String)).size > 6);
  t.deepEqual(
    orders,
    Array.from({ length: 12 }, (_, round) => turns(4, round)),
  );
});

test('no engine is always the first', (t) => {
  const first = Array.from({ length: 60 }, (_, round) => turns(4, round)[0]);
  for (const engine of [0, 1, 2, 3]) t.true(first.filter((each) => each === engine).length > 5);
});

test('steps fill the time, and are at least one', (t) => {
  t.is(stepsFor(200, 2), 100);
  t.is(stepsFor(200, 1_000), 1);
});
