import test from 'ava';

import { entryOf, firstItems, itemAt } from './checked-access.js';

test('an item is counted from the start or from the end', (t) => {
  t.is(itemAt(['a', 'b', 'c'], 0), 'a');
  t.is(itemAt(['a', 'b', 'c'], -3), 'a');
  t.is(itemAt([0, 1], 0), 0);
});

test('a missing item names the index and the length', (t) => {
  for (const index of [2, -3, 0.5, NaN])
    t.throws(() => itemAt([1, 2], index), {
      instanceOf: RangeError,
      message: `Internal error: a list of 2 has no item ${index}.`,
    });
  t.throws(() => itemAt([undefined], 0), { instanceOf: RangeError });
});

test('a missing key is named', (t) => {
  t.is(entryOf(new Map([['a', 0]]), 'a'), 0);
  t.throws(() => entryOf(new Map([['a', 0]]), 'b'), { message: 'Internal error: the map has no key "b".' });
  t.throws(() => entryOf(new Map<object, number>(), {}), {
    message: 'Internal error: the map has no key of type object.',
  });
});

test('the first items are a tuple', (t) => {
  const [a, b]: [number, number] = firstItems([1, 2, 3], 2);
  t.deepEqual([a, b], [1, 2]);
  t.throws(() => firstItems([1], 2), { message: 'Internal error: a list of 1 has no item 1.' });
});
