import test from 'ava';

import { agreement } from './agreement.js';

test('losses that differ by less than the tolerance agree', (t) => {
  const { losses, difference, disagreeing } = agreement([
    { engine: 'a', losses: [100, 50] },
    { engine: 'b', losses: [100.005, 50] },
    { engine: 'c', losses: [99.999, 50.001] },
  ]);
  t.deepEqual(losses, [100, 50]);
  t.true(Math.abs(difference - 5e-5) < 1e-12);
  t.deepEqual(disagreeing, []);
});

test('an engine with different losses is listed with the first update that differs', (t) => {
  const right = [100, 50, 25];
  const { disagreeing } = agreement([
    { engine: 'a', losses: right },
    { engine: 'other optimizer', losses: [100, 50.1, 24] },
    { engine: 'b', losses: right },
    { engine: 'broken', losses: [NaN, NaN, NaN] },
    { engine: 'lazy', losses: [100] },
  ]);
  t.deepEqual(disagreeing, [
    { engine: 'other optimizer', update: 1, loss: 50.1 },
    { engine: 'broken', update: 0, loss: NaN },
    { engine: 'lazy', update: 1, loss: undefined },
  ] as never);
});

test('one of two engines that differ is listed', (t) => {
  t.is(
    agreement([
      { engine: 'a', losses: [1] },
      { engine: 'b', losses: [2] },
    ]).disagreeing.length,
    1,
  );
});

test('throws a RangeError without losses', (t) => {
  t.throws(() => agreement([]), { instanceOf: RangeError });
});
