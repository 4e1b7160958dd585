import {
  type Tensor,
  add,
  dropout,
  grad,
  mul,
  randomNormal,
  randomUniform,
  square,
  sum,
  tensor1d,
  tidy,
  truncatedNormal,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import '../testing/backend.js';
import { compileSteps } from './compile.js';

/** Numbers from 0 to 1 that a seed names. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x80000000;
}

/** Outputs of a compiled function of one tensor over some steps. */
function compiled(
  step: (x: Tensor) => Tensor,
  x: Float32Array,
  seeds: readonly number[],
): { readonly values: number[]; readonly perStep: number[][] } {
  const steps = compileSteps(([given]) => [step(given!)], {
    perStep: [],
    constant: [{ shape: [x.length], type: 'float32', data: x }],
  });
  const [values] = steps.run(seeds.length, [], (index) => randomFrom(seeds[index]!));
  steps.dispose();
  const all = Array.from(values!);
  const length = all.length / seeds.length;
  return { values: all, perStep: seeds.map((_, index) => all.slice(index * length, (index + 1) * length)) };
}

function eagerly(step: (x: Tensor) => Tensor, x: Float32Array, seed: number): number[] {
  const { random } = Math;
  Math.random = randomFrom(seed);
  try {
    return tidy(() => [...step(tensor1d(x)).dataSync()]);
  } finally {
    Math.random = random;
  }
}

const SIZE = 4_000;
const ones = new Float32Array(SIZE).fill(1);
const ramp = Float32Array.from({ length: SIZE }, (_, index) => Math.sin(index));

/**
 * Random draws, and the tolerance between compiled and eager steps: loc and scale have the
 * precision of float32.
 */
const drawing: Record<string, { step: (x: Tensor) => Tensor; tolerance: number }> = {
  dropout: { step: (x) => dropout(x, 0.3), tolerance: 0 },
  'dropout in a gradient': { step: grad((x) => sum(square(dropout(x, 0.3)))), tolerance: 0 },
  'a uniform distribution': { step: (x) => add(x, randomUniform(x.shape, -2, 3)), tolerance: 1e-5 },
  'a normal distribution': { step: (x) => add(x, randomNormal(x.shape, 5, 0.1)), tolerance: 1e-5 },
  'a truncated normal distribution': {
    step: (x) => mul(x, truncatedNormal(x.shape, 1, 2)),
    tolerance: 1e-5,
  },
  'one draw after another, the first for nothing': {
    step: (x) => {
      randomNormal([3]);
      return add(mul(x, randomUniform(x.shape)), randomNormal(x.shape));
    },
    tolerance: 1e-5,
  },
};

for (const [name, { step, tolerance }] of Object.entries(drawing)) {
  test.serial(`${name} is drawn anew at each step, as it is without compiling`, (t) => {
    const seeds = [3, 4, 3];
    const { values, perStep } = compiled(step, ramp, seeds);
    t.deepEqual(perStep[0], perStep[2], 'the same numbers from the same seed');
    t.notDeepEqual(perStep[0], perStep[1]);
    t.deepEqual(compiled(step, ramp, seeds).values, values, 'the same bits when compiled again');
    perStep.forEach((drawn, index) => {
      const expected = eagerly(step, ramp, seeds[index]!);
      const furthest = Math.max(...drawn.map((value, at) => Math.abs(value - expected[at]!)));
      t.true(furthest <= tolerance, `step ${index}: off by ${furthest}`);
    });
  });
}

test.serial('the mask of dropout has the moments that it should have', (t) => {
  const rate = 0.3;
  const { values } = compiled((x) => dropout(x, rate), ones, [1, 2, 3, 4, 5]);
  const kept = values.filter((value) => value !== 0);
  const deviation = Math.sqrt((rate * (1 - rate)) / values.length);
  t.true(Math.abs(kept.length / values.length - (1 - rate)) < 4 * deviation, `${kept.length} are kept`);
  t.deepEqual(new Set(kept), new Set([Math.fround(1 / (1 - rate))]), 'and scaled, so that the mean stays');
});

test.serial('an operation with a fixed seed draws the same at every step, as without compiling', (t) => {
  const step = (x: Tensor): Tensor => dropout(x, 0.5, undefined, 7);
  const { perStep } = compiled(step, ramp, [1, 2]);
  t.deepEqual(perStep[0], perStep[1]);
  t.deepEqual(perStep[0], eagerly(step, ramp, 1));
});
