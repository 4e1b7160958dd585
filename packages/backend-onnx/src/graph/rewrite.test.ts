import test from 'ava';

import { runGraph } from '../testing/run-graph.js';
import { linearize } from './linearize.js';
import {
  add,
  divide,
  like,
  multiply,
  negative,
  squareRoot,
  subtract,
  unary,
} from './operators/elementwise.js';
import { softplus } from './operators/logarithms.js';
import { scalarConstant } from './operators/operation.js';
import { reduce } from './operators/reduce.js';
import { expand, reshape } from './operators/shape.js';
import { type Rule, rewrite } from './rewrite.js';
import { simplifications } from './rules/index.js';
import { Value } from './value.js';

const same = (leaf: Value): Value => leaf;
const vector = (...values: number[]): Value =>
  Value.leaf(Float32Array.from(values), [values.length], 'float32');
const number = (value: number): Value => Value.leaf(Float32Array.of(value), [], 'float32');

const operators = (outputs: readonly Value[]): string[] =>
  linearize(outputs).operations.map(({ operator }) => operator);

test('equal operations are computed once', (t) => {
  const x = vector(1, 2);
  const twice = add(multiply(x, x), multiply(x, x));
  t.deepEqual(operators(rewrite([twice], same)), ['Mul', 'Add']);
});

test('equal constants are merged, and so are the results of rules on equal operations', (t) => {
  const x = vector(1, 2);
  const halved = (): Value => multiply(x, scalarConstant(0.5));
  const [once, again] = rewrite([halved(), halved()], same) as [Value, Value];
  t.is(once, again);
  const rule: Rule = ({ operator, inputs }) =>
    operator === 'Mul' ? [divide(inputs[0]!, scalarConstant(2))] : undefined;
  const tripled = (): Value => multiply(x, scalarConstant(3));
  const [first, second] = rewrite([halved(), tripled()], same, [rule]) as [Value, Value];
  t.is(first, second);
});

test('operations with different attributes or inputs are not merged', (t) => {
  const x = Value.leaf(Float32Array.of(1, 2, 3, 4), [2, 2], 'float32');
  const sums = [reduce('ReduceSum', x, [0]), reduce('ReduceSum', x, [1])];
  t.is(operators(rewrite(sums, same)).length, 2);
});

test('leaves are replaced, and the given graph is unchanged', (t) => {
  const [x, y] = [vector(1, 2), vector(3, 4)];
  const sum = add(x, like(x, 1));
  const replaced = rewrite([sum, x], (leaf) => (leaf === x ? y : leaf));
  t.is(replaced[1], y);
  t.deepEqual(runGraph(replaced), [
    [4, 5],
    [3, 4],
  ]);
  t.deepEqual(runGraph([sum])[0], [2, 3]);
});

/** Graphs that rules apply to, with the operators that are left. */
const simplified: Record<string, { outputs: () => Value[]; left: string[] }> = {
  'the gradient of a sum, which is full of ones': {
    outputs: () => {
      const x = vector(1, 2, 3);
      const ones = expand(scalarConstant(1), [3]);
      return [multiply(multiply(expand(reshape(number(2), [1]), [3]), ones), x)];
    },
    left: ['Reshape', 'Mul'],
  },
  'a factor of ones that makes the shape': {
    outputs: () => [multiply(expand(scalarConstant(1), [2, 3]), vector(1, 2, 3))],
    left: ['Expand'],
  },
  'reshapes of reshapes': {
    outputs: () => [unary('Neg', reshape(reshape(vector(1, 2, 3, 4), [2, 2]), [4]))],
    left: ['Neg'],
  },
  'the Bernoulli likelihood on logits, whose logarithms are one of a product': {
    outputs: () => {
      const logits = Value.leaf(
        Float32Array.from({ length: 48 }, (_, at) => 9 * Math.sin(at)),
        [2, 24],
        'float32',
      );
      const x = Value.leaf(
        Float32Array.from({ length: 48 }, (_, at) => at % 2),
        [2, 24],
        'float32',
      );
      return [reduce('ReduceSum', subtract(multiply(x, logits), softplus(logits)), [1])];
    },
    left: [
      'Mul',
      'Relu',
      'Sub',
      'ReduceSum',
      'Sigmoid',
      'Sub',
      'Max',
      'Reshape',
      'ReduceProd',
      'Log',
      'ReduceSum',
      'Add',
    ],
  },
  'the derivative of the Bernoulli likelihood, whose two halves are one sigmoid': {
    outputs: () => {
      const [x, logits] = [vector(0, 1, 0.3), vector(-2, 0.5, 3)];
      const ifZero = multiply(subtract(scalarConstant(1), x), unary('Sigmoid', logits));
      return [subtract(ifZero, multiply(x, unary('Sigmoid', negative(logits))))];
    },
    left: ['Sigmoid', 'Sub'],
  },
  'two sigmoids of other logits': {
    outputs: () => {
      const [x, logits] = [vector(0, 1, 0.3), vector(-2, 0.5, 3)];
      const ifZero = multiply(subtract(scalarConstant(1), x), unary('Sigmoid', logits));
      return [subtract(ifZero, multiply(x, unary('Sigmoid', logits)))];
    },
    left: ['Mul', 'Mul', 'Sigmoid', 'Sub', 'Sub'],
  },
  'the gradient of the Bernoulli likelihood, whose two halves have opposite weights': {
    outputs: () => {
      const [x, probs] = [vector(0, 1, 1), vector(0.2, 0.7, 0.4)];
      const weight = divide(expand(negative(scalarConstant(1)), [3]), scalarConstant(100));
      return [add(multiply(negative(weight), probs), multiply(weight, x))];
    },
    left: ['Sub', 'Mul'],
  },
  'a bias and an offset of the rows of a matrix that is seen in other shapes': {
    outputs: () => {
      const x = Value.leaf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [4, 2], 'float32');
      const biased = reshape(add(reshape(x, [1, 4, 2]), vector(10, 20)), [4, 2]);
      return [reshape(add(vector(300, 400), biased), [2, 2, 2])];
    },
    left: ['Add', 'Add', 'Reshape'],
  },
  'a row that is not as long as those of the matrix': {
    outputs: () => {
      const x = Value.leaf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [4, 2], 'float32');
      return [add(reshape(x, [2, 4]), vector(1, 2, 3, 4))];
    },
    left: ['Reshape', 'Add'],
  },
  'an operation on repetitions of a column': {
    outputs: () => [negative(expand(Value.leaf(Float32Array.of(1, 2), [2, 1], 'float32'), [2, 3]))],
    left: ['Neg', 'Expand'],
  },
  'numbers that are known': {
    outputs: () => [
      multiply(
        vector(1, 2),
        squareRoot(divide(scalarConstant(3), add(scalarConstant(2), scalarConstant(0.1)))),
      ),
    ],
    left: ['Mul'],
  },
  'an operation on repetitions of a number': {
    outputs: () => [reshape(negative(multiply(expand(number(2), [2, 3]), expand(number(5), [2, 3]))), [6])],
    left: ['Mul', 'Neg', 'Expand'],
  },
  "Adam's update": {
    outputs: () => {
      const [m, v, w] = [vector(0.1, -0.2, 0.3), vector(0.01, 0.02, 1e-8), vector(1, 2, 3)];
      const [s, t, epsilon, rate] = [number(0.1), number(0.001), number(1e-7), number(-0.001)];
      const direction = divide(divide(m, s), add(squareRoot(divide(v, t)), epsilon));
      return [add(multiply(direction, rate), w)];
    },
    left: ['Sqrt', 'Sqrt', 'Mul', 'Add', 'Div', 'Div', 'Mul', 'Mul', 'Add'],
  },
};

for (const [name, { outputs, left }] of Object.entries(simplified)) {
  test(`simpler, and the same: ${name}`, (t) => {
    const original = outputs();
    const simpler = rewrite(original, same, simplifications);
    t.deepEqual(operators(simpler).sort(), left.sort());
    t.deepEqual(
      simpler.map(({ shape }) => shape),
      original.map(({ shape }) => shape),
    );
    const [expected, actual] = [runGraph(original), runGraph(simpler)];
    expected.forEach((values, output) => {
      values.forEach((value, index) => {
        t.true(Math.abs(actual[output]![index]! - value) <= 1e-6 * Math.max(1, Math.abs(value)));
      });
    });
  });
}
