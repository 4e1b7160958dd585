import test from 'ava';

import type { LinearGraph } from '../graph/linearize.js';
import { add } from '../graph/operators/elementwise.js';
import { linearize } from '../graph/linearize.js';
import { Value } from '../graph/value.js';
import { CompilePolicy } from './policy.js';

function graphOf(size: number, operations: number): LinearGraph {
  let value = Value.leaf(undefined, [size], 'float32');
  for (let count = 0; count < operations; count++) value = add(value, value);
  return linearize([value]);
}

test('a tiny graph is never compiled', (t) => {
  const policy = new CompilePolicy();
  const graph = graphOf(4, 2);
  for (let run = 0; run < 1000; run++) t.false(policy.runsNatively(graph, false));
});

test('a graph that costs more on the cpu than compiling does is compiled at once', (t) => {
  t.true(new CompilePolicy().runsNatively(graphOf(4_000_000, 10), false));
});

test('a repeated graph is compiled when its time on the cpu exceeds the time of compilation', (t) => {
  const policy = new CompilePolicy();
  const graph = graphOf(10_000, 10);
  let runs = 0;
  while (!policy.runsNatively(graph, false)) t.true(++runs < 100);
  t.true(runs >= 2);
  t.true(policy.runsNatively(graph, true), 'and from then on runs compiled');
});

test('equal programs get the same decision', (t) => {
  const decide = (): boolean[] => {
    const policy = new CompilePolicy();
    return Array.from({ length: 40 }, (_, run) =>
      policy.runsNatively(graphOf(3_000 * (1 + (run % 3)), 8), false),
    );
  };
  t.deepEqual(decide(), decide());
});

test('the modes native and cpu override the policy', (t) => {
  const policy = new CompilePolicy();
  policy.mode = 'native';
  t.true(policy.runsNatively(graphOf(1, 1), false));
  policy.mode = 'cpu';
  t.false(policy.runsNatively(graphOf(4_000_000, 10), true));
});
