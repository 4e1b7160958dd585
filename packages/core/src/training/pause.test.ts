import test from 'ava';

import { Pause } from './pause.js';

function compute(milliseconds: number): void {
  const began = performance.now();
  while (performance.now() - began < milliseconds);
}

test('after long computing timers have their turn', async (t) => {
  let rang = false;
  setTimeout(() => (rang = true), 1);
  const pause = new Pause();
  compute(60);
  await pause.ifDue();
  t.true(rang);
});

test('no pause after little computing', async (t) => {
  let rang = false;
  setTimeout(() => (rang = true), 0);
  const pause = new Pause();
  for (let i = 0; i < 10; i++) await pause.ifDue();
  t.false(rang);
});
