import test from 'ava';

import { activeAxes } from './latent-plane.js';

/** Three codes, each dimension an arithmetic sequence around 100 with a step of its own. */
function codesOf(...steps: readonly number[]) {
  const values = [0, 1, 2].flatMap((row) => steps.map((step) => 100 + row * step));
  return { count: 3, shape: [steps.length], values: Float32Array.from(values) };
}

test('the active axes have the codes that vary most, in ascending order', (t) => {
  t.deepEqual(activeAxes(codesOf(0.1, 5, 1)), { horizontal: 1, vertical: 2 });
  t.deepEqual(activeAxes(codesOf(-7, 0, 0.5, 0.1)), { horizontal: 0, vertical: 2 });
  t.deepEqual(activeAxes(codesOf(1, 2)), { horizontal: 0, vertical: 1 });
});
