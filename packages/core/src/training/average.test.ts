import test from 'ava';

import { RunningAverage } from './average.js';

test('weighs each batch by its size, so that an uneven last batch counts for its examples', (t) => {
  const average = new RunningAverage();
  average.add({ nelbo: 10, kl: 1 }, 3);
  average.add({ nelbo: 20, kl: 3 }, 3);
  average.add({ nelbo: 100, kl: 7 }, 1);
  // Seven examples: three of 10, three of 20 and one of 100.
  t.deepEqual(average.metrics, { nelbo: 190 / 7, kl: 19 / 7 });
});

test('may be asked at any time', (t) => {
  const average = new RunningAverage();
  average.add({ nelbo: 4 }, 2);
  t.deepEqual(average.metrics, { nelbo: 4 });
  average.add({ nelbo: 1 }, 1);
  t.deepEqual(average.metrics, { nelbo: 3 });
});
