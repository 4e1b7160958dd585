import test from 'ava';
import { separate } from './separate.js';

test('points that are far apart do not move', (t) => {
  const far = [
    { x: 0, y: 0 },
    { x: 2, y: 0 },
  ];
  t.deepEqual(separate(far, 1), far);
});

test('two that are close part along the line between them, by equal steps', (t) => {
  t.deepEqual(
    separate(
      [
        { x: 0, y: 0 },
        { x: 0, y: 0.5 },
      ],
      1,
    ),
    [
      { x: 0, y: -0.25 },
      { x: 0, y: 0.75 },
    ],
  );
});

test('a crowd parts until none covers another, even from one place', (t) => {
  const parted = separate(
    Array.from({ length: 6 }, () => ({ x: 3, y: 3 })),
    1,
  );
  for (const [index, a] of parted.entries()) {
    for (const b of parted.slice(index + 1)) t.true(Math.hypot(a.x - b.x, a.y - b.y) > 0.9);
  }
});
