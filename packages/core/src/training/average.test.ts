import test from 'ava';

import { RunningAverage } from './average.js';

test('weighs each batch by its size, so that an uneven last batch counts for its examples', (t) => {
  const average = new RunningAverage();
  average.add({ loss: 1, metrics: { nelbo: 10, kl: 1 } }, 3);
  average.add({ loss: 2, metrics: { nelbo: 20, kl: 3 } }, 3);
  average.add({ loss: 5, metrics: { nelbo: 100, kl: 7 } }, 1);
  // Seven examples: three of 10, three of 20 and one of 100.
  t.deepEqual(average.metrics, { nelbo: 190 / 7, kl: 19 / 7 });
  t.is(average.loss, 2);
});

test('the average is available after each update', (t) => {
  const average = new RunningAverage();
  average.add({ loss: 4, metrics: { nelbo: 4 } }, 2);
  t.deepEqual(average.metrics, { nelbo: 4 });
  average.add({ loss: 1, metrics: { nelbo: 1 } }, 1);
  t.deepEqual(average.metrics, { nelbo: 3 });
});

test('an average continues from a partial average; without a loss if the partial average has none', (t) => {
  const [first, second] = [
    { loss: 4, metrics: { nelbo: 2 } },
    { loss: 1, metrics: { nelbo: 5 } },
  ];
  const begun = new RunningAverage();
  t.is(begun.loss, undefined);
  begun.add(first, 2);
  const { loss, ...older } = begun.partial;
  t.is(loss, 8);
  for (const [from, expected] of [
    [begun.partial, 3],
    [older, undefined],
  ] as const) {
    const average = new RunningAverage(from);
    average.add(second, 1);
    t.deepEqual([average.metrics, average.loss], [{ nelbo: 3 }, expected]);
  }
});
