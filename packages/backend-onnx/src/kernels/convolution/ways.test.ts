import test, { type ExecutionContext } from 'ava';

import { linearize } from '../../graph/linearize.js';
import type { WindowAxis } from '../../graph/operators/windows.js';
import { Value } from '../../graph/value.js';
import { plainGraph } from '../../onnx/encode.js';
import { askChannelBlock } from '../../session/measure-channel-block.js';
import { Session } from '../../session/session.js';
import { noise } from '../../testing/agreement.js';
import { byCells, byConvolution, byTaps } from './filter-gradient.js';
import { type Convolution, blocked, plain } from './forward.js';
import { subpixel, transposedConvolution } from './input-gradient.js';

interface Problem {
  readonly name: string;
  readonly axes: readonly WindowAxis[];
  readonly channels: number;
  readonly outputs: number;
}

const problems: Problem[] = [
  {
    name: 'windows of whole strides, beyond the image',
    axes: [
      { input: 8, output: 4, size: 4, stride: 2, dilation: 1, before: 1 },
      { input: 6, output: 3, size: 2, stride: 2, dilation: 1, before: 0 },
    ],
    channels: 12,
    outputs: 9,
  },
  {
    name: 'windows that are no whole strides and pass over elements at both ends',
    axes: [
      { input: 9, output: 3, size: 3, stride: 2, dilation: 1, before: -1 },
      { input: 7, output: 2, size: 1, stride: 3, dilation: 1, before: 0 },
    ],
    channels: 3,
    outputs: 17,
  },
  {
    name: 'overlapping windows without strides',
    axes: [
      { input: 5, output: 5, size: 3, stride: 1, dilation: 1, before: 1 },
      { input: 4, output: 2, size: 3, stride: 1, dilation: 1, before: 0 },
    ],
    channels: 1,
    outputs: 8,
  },
];

const BATCH = 2;

function leaf(shape: readonly number[], seed: number): Value {
  return Value.leaf(Float32Array.from(noise(shape, seed).values), shape, 'float32');
}

function run(output: Value): Float32Array {
  const { leaves, operations, outputs } = linearize([output]);
  const session = new Session(plainGraph({ inputs: leaves, operations, outputs }), {
    inputs: leaves.map(({ type }) => type),
    outputs: 1,
  });
  const [data] = session.run(leaves.map(({ data: fed, shape }) => ({ data: fed!, shape })));
  session.dispose();
  return data as Float32Array;
}

/** The sum of x filter dy over all windows that see x through the filter, written out. */
function sums(
  { axes, channels, outputs }: Problem,
  add: (term: { x: number; filter: number; dy: number }) => void,
): void {
  const [rows, columns] = axes as [WindowAxis, WindowAxis];
  for (let image = 0; image < BATCH; image++)
    for (let row = 0; row < rows.output; row++)
      for (let column = 0; column < columns.output; column++)
        for (let i = 0; i < rows.size; i++)
          for (let j = 0; j < columns.size; j++) {
            const r = row * rows.stride - rows.before + i;
            const c = column * columns.stride - columns.before + j;
            if (r < 0 || c < 0 || r >= rows.input || c >= columns.input) continue;
            for (let channel = 0; channel < channels; channel++)
              for (let output = 0; output < outputs; output++)
                add({
                  x: ((image * rows.input + r) * columns.input + c) * channels + channel,
                  filter: ((i * columns.size + j) * channels + channel) * outputs + output,
                  dy: ((image * rows.output + row) * columns.output + column) * outputs + output,
                });
          }
}

function assertNear(
  t: ExecutionContext,
  actual: Float32Array,
  expected: Float64Array,
  message: string,
): void {
  t.is(actual.length, expected.length, message);
  const wrong = actual.findIndex((value, index) => !(Math.abs(value - expected[index]!) < 1e-4));
  t.is(wrong, -1, `${message}: ${actual[wrong]} instead of ${expected[wrong]} at ${wrong}`);
}

const block = askChannelBlock();
const convolutions: Record<string, Convolution> = { plain, ...(block ? { blocked: blocked(block) } : {}) };

for (const problem of problems) {
  const { axes, channels, outputs } = problem;
  const x = leaf([BATCH, ...axes.map(({ input }) => input), channels], 1);
  const filter = leaf([...axes.map(({ size }) => size), channels, outputs], 2);
  const dy = leaf([BATCH, ...axes.map(({ output }) => output), outputs], 3);
  const [xs, filters, dys] = [x, filter, dy].map(({ data }) => data as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];

  test(`every way to convolve yields the sum written out: ${problem.name}`, (t) => {
    const expected = new Float64Array(dy.size);
    sums(problem, (at) => (expected[at.dy]! += xs[at.x]! * filters[at.filter]!));
    for (const [name, convolve] of Object.entries(convolutions))
      assertNear(t, run(convolve(x, filter, axes)), expected, name);
  });

  test(`every way to the images' gradient yields the sum written out: ${problem.name}`, (t) => {
    const expected = new Float64Array(x.size);
    sums(problem, (at) => (expected[at.x]! += dys[at.dy]! * filters[at.filter]!));
    assertNear(t, run(transposedConvolution(dy, filter, axes)), expected, 'transposed convolution');
    for (const [name, convolve] of Object.entries(convolutions))
      assertNear(t, run(subpixel(convolve)(dy, filter, axes)), expected, `sub-pixel, ${name}`);
  });

  test(`every way to the filter's gradient yields the sum written out: ${problem.name}`, (t) => {
    const expected = new Float64Array(filter.size);
    sums(problem, (at) => (expected[at.filter]! += xs[at.x]! * dys[at.dy]!));
    for (const [name, gradient] of Object.entries({ byTaps, byCells, byConvolution }))
      assertNear(t, run(gradient(x, dy, axes)), expected, name);
  });
}
