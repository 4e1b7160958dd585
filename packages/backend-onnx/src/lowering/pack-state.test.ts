import test from 'ava';

import { linearize } from '../graph/linearize.js';
import { add, multiply, squareRoot, subtract } from '../graph/operators/elementwise.js';
import { reduce } from '../graph/operators/reduce.js';
import { reshape } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';
import { plainGraph } from '../onnx/encode.js';
import { Session } from '../session/session.js';
import { type PackedStep, packState } from './pack-state.js';
import type { StepState } from './state-components.js';

let next = 0;
function leaf(...shape: number[]): Value {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, () => 1 + Math.abs(Math.sin(++next)));
  return Value.leaf(data, shape, 'float32');
}

function run(outputs: readonly Value[], fed: ReadonlyMap<Value, Float32Array> = new Map()): number[][] {
  const { leaves, operations } = linearize(outputs);
  const session = new Session(plainGraph({ inputs: leaves, operations, outputs }), {
    inputs: leaves.map(({ type }) => type),
    outputs: outputs.length,
  });
  const results = session.run(
    leaves.map((each) => ({ data: fed.get(each) ?? each.data!, shape: each.shape })),
  );
  session.dispose();
  return results.map((result) => Array.from(result, Number));
}

/** What each state becomes, by the packed step. */
function runPacked(
  { held, outputs }: PackedStep,
  states: readonly StepState[],
): { after: number[][]; outputs: number[][] } {
  const fed = new Map(
    held.map(({ before, members }) => [
      before,
      Float32Array.from(members.flatMap((member) => [...(states[member]!.before.data as Float32Array)])),
    ]),
  );
  const results = run([...held.map(({ after }) => after), ...outputs], fed);
  const after: number[][] = [];
  held.forEach(({ members }, index) => {
    let offset = 0;
    for (const member of members) {
      const { size } = states[member]!.before;
      after[member] = results[index]!.slice(offset, offset + size);
      offset += size;
    }
  });
  return { after, outputs: results.slice(held.length) };
}

/** A weight and its momentum, updated by a gradient that comes from elsewhere. */
function momentum(rate: Value, weight: Value, gradient: Value): StepState[] {
  const moment = leaf(...weight.shape);
  const moved = add(multiply(moment, rate), gradient);
  return [
    { before: weight, after: subtract(weight, multiply(moved, rate)) },
    { before: moment, after: moved },
  ];
}

const rate = (): Value => Value.leaf(Float32Array.of(0.5), [], 'float32');

test('states with the same update are stored together, with the same results', (t) => {
  const shared = rate();
  const weights = [leaf(3), leaf(2, 2), leaf(5)];
  const states = weights.flatMap((weight) => momentum(shared, weight, leaf(...weight.shape)));
  // Other operations on a state use its slice of the packed state.
  const output = reduce('ReduceSum', multiply(weights[1]!, leaf(2, 2)), [0]);
  const packed = packState(states, [output]);
  t.deepEqual(
    packed.held.map(({ members }) => members),
    [
      [0, 2, 4],
      [1, 3, 5],
    ],
  );
  const actual = runPacked(packed, states);
  t.deepEqual(actual.after, run(states.map(({ after }) => after)));
  t.deepEqual(actual.outputs, run([output]));
  const count = (outputs: readonly Value[]): number =>
    linearize(outputs).operations.filter(({ operator }) => ['Add', 'Sub', 'Mul'].includes(operator)).length;
  t.is(count(packed.held.map(({ after }) => after)), 4);
});

test('a gradient that is computed from the states is so still', (t) => {
  const shared = rate();
  const [a, b] = [leaf(4), leaf(4)];
  const gradient = (factor: Value, by: Value): Value =>
    reshape(reduce('ReduceSum', multiply(reshape(factor, [4, 1]), reshape(by, [1, 4])), [0]), [4]);
  const states = [...momentum(shared, a, gradient(a, b)), ...momentum(shared, b, gradient(b, a))];
  const packed = packState(states, []);
  t.is(packed.held.length, 2);
  t.deepEqual(runPacked(packed, states).after, run(states.map(({ after }) => after)));
});

/** Two states that must stay apart. */
const apart: Record<string, () => StepState[]> = {
  'with other scalars': () => [leaf(3), leaf(3)].flatMap((weight) => momentum(rate(), weight, leaf(3))),
  'with other operations': () => {
    const [a, b] = [leaf(3), leaf(3)];
    return [
      { before: a, after: squareRoot(a) },
      { before: b, after: add(b, b) },
    ];
  },
  'that are large': () => {
    const shared = rate();
    return [leaf(10_000), leaf(10_000)].flatMap((weight) => momentum(shared, weight, leaf(10_000)));
  },
  'that are updated by a broadcast': () =>
    [leaf(2, 3), leaf(2, 3)].map((before) => ({ before, after: add(before, leaf(3)) })),
  'of one element, which are scalars to others': () =>
    [leaf(1), leaf(1)].map((before) => ({ before, after: add(before, before) })),
  'one of which becomes the other': () => {
    const [a, b] = [leaf(3), leaf(3)];
    return [
      { before: a, after: b },
      { before: b, after: a },
    ];
  },
};

for (const [name, states] of Object.entries(apart)) {
  test(`does not pack states ${name}`, (t) => {
    const original = states();
    const packed = packState(original, []);
    t.deepEqual(
      packed.held.map(({ members }) => members),
      original.map((_, member) => [member]),
    );
    t.deepEqual(runPacked(packed, original).after, run(original.map(({ after }) => after)));
  });
}
