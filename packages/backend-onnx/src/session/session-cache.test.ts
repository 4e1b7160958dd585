import test from 'ava';

import { linearize } from '../graph/linearize.js';
import { add } from '../graph/operators/elementwise.js';
import { operation } from '../graph/operators/operation.js';
import { Value } from '../graph/value.js';
import { SessionCache } from './session-cache.js';

const vector = (...values: number[]): Value =>
  Value.leaf(Float32Array.from(values), [values.length], 'float32');

test('a rejected graph is reported with its operators and their shapes', (t) => {
  const cache = new SessionCache(2, () => ({}));
  const unknown = operation('NoSuchOperator', [add(vector(1, 2), vector(3, 4))], {
    shape: [2, 1],
    type: 'float32',
  });
  const error = t.throws(() => cache.get(linearize([unknown])));
  t.regex(error.message, /^ONNX Runtime refuses a graph: .*NoSuchOperator/);
  t.regex(error.message, /\n {2}Add\(float32\[2\], float32\[2\]\) -> float32\[2\]\n/);
  t.regex(error.message, /\n {2}NoSuchOperator\(float32\[2\]\) -> float32\[2,1\]$/);
  t.deepEqual([cache.size, cache.compiled], [0, 0]);
});

test('as many sessions are kept as there is room for, those used last', (t) => {
  const cache = new SessionCache(2, () => ({}));
  const graphs = [1, 2, 3].map((length) =>
    linearize([
      add(vector(...new Array<number>(length).fill(1)), vector(...new Array<number>(length).fill(2))),
    ]),
  );
  for (const graph of [graphs[0]!, graphs[1]!, graphs[0]!, graphs[2]!]) cache.get(graph);
  t.deepEqual(
    graphs.map((graph) => cache.has(graph)),
    [true, false, true],
  );
  t.is(cache.compiled, 3);
  cache.clear();
  t.is(cache.size, 0);
});
