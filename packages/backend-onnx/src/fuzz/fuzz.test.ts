import { trace } from '@helmholtz/trace';
import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';
import fc from 'fast-check';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import '../index.js';
import { Explorer, Follower, type Outcome } from './guides.js';
import { OPERATIONS, type Program, run } from './program.js';

// Many more are tried by, say, FUZZ_PROGRAMS=20000 FUZZ_SEED=7 npx ava
// packages/backend-onnx/src/fuzz/fuzz.test.ts
const PROGRAMS = Number(process.env['FUZZ_PROGRAMS'] ?? 500);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

const MINUTES = 60_000;

const values = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -16, max: 16 }).map((n) => n / 4) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -0) },
);
const finite = fc.integer({ min: -16, max: 16 }).map((n) => n / 4);

/** Shapes that broadcast with each other: some axes of length 1, some left out at the front. */
const shapes = fc.array(fc.constantFrom(0, 1, 2, 3, 4, 4, 5), { maxLength: 4 }).chain((base) =>
  fc
    .array(fc.tuple(fc.nat(base.length), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((variants) =>
      variants.map(([dropped, ones], index) =>
        index === 0
          ? base
          : base.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped === 0 ? 0 : dropped - 1),
      ),
    ),
);

const program: fc.Arbitrary<Program> = fc.record({
  leaves: shapes.chain((all) =>
    fc.tuple(
      ...all.map((shape) =>
        fc.record({
          shape: fc.constant(shape),
          dtype: fc.constantFrom('float32', 'float32', 'float32', 'int32', 'bool'),
          values: fc.oneof(
            { weight: 3, arbitrary: fc.array(finite, { minLength: 1, maxLength: 7 }) },
            { weight: 1, arbitrary: fc.array(values, { minLength: 1, maxLength: 7 }) },
          ),
        }),
      ),
    ),
  ),
  steps: fc.array(
    fc.record({
      operation: fc.nat(OPERATIONS.length - 1),
      operands: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)),
      choices: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 20, size: 'max' },
  ),
});

const ROUNDING = 1e-5;

function agree(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance;
}

function difference(wanted: Outcome, got: Outcome, scale: number): string | undefined {
  if (wanted.dtype !== got.dtype) return `dtype ${got.dtype}, not ${wanted.dtype}`;
  if (wanted.shape.join() !== got.shape.join())
    return `shape [${got.shape.join()}], not [${wanted.shape.join()}]`;
  const tolerance = wanted.dtype === 'float32' ? ROUNDING * (1 + scale) : 0;
  const at = wanted.values.findIndex((value, index) => !agree(value, got.values[index]!, tolerance));
  return at < 0 ? undefined : `${got.values[at]}, not ${wanted.values[at]}, at ${at}`;
}

test.serial(
  `${PROGRAMS} random graphs of kernels yield natively what they do on the cpu backend`,
  async (t) => {
    t.timeout(600 * MINUTES);
    const used = new Map<string, number>();
    await tf.setBackend('onnx');
    const onnx = tf.backend() as OnnxBackend;
    onnx.executor.policy.mode = 'native';
    onnx.executor.sessionOptions = { threads: 1 };
    await fc.assert(
      fc.asyncProperty(program, async (drawn) => {
        await tf.setBackend('cpu');
        const explorer = new Explorer();
        run(drawn, explorer);
        await tf.setBackend('onnx');
        const follower = new Follower(explorer);
        run(drawn, follower);
        explorer.outcomes.forEach((wanted, index) => {
          const name = wanted.expression.split('(')[0]!;
          used.set(name, (used.get(name) ?? 0) + 1);
          const found = difference(wanted, follower.outcomes[index]!, explorer.scales[index]!);
          if (found !== undefined) throw new Error(`${wanted.expression}: ${found}`);
        });
      }),
      { numRuns: PROGRAMS, seed: SEED, includeErrorInReport: true },
    );
    const unused = OPERATIONS.map(({ name }) => name).filter((name) => !used.has(name));
    t.log(`${[...used.values()].reduce((sum, count) => sum + count, 0)} operations`);
    t.is(onnx.statistics.graphsOnCpu, 0);
    t.deepEqual(unused, [], 'operations that were never tried');
  },
);

test.serial(
  `${PROGRAMS} random graphs of kernels, traced, have the shapes that they have on the cpu backend`,
  async (t) => {
    t.timeout(600 * MINUTES);
    await tf.setBackend('cpu');
    fc.assert(
      fc.property(program, (drawn) => {
        const explorer = new Explorer();
        run(drawn, explorer);
        const follower = new Follower(explorer);
        trace(
          () => {
            run(drawn, follower);
            return [];
          },
          { perStep: [] },
        );
        explorer.outcomes.forEach((wanted, index) => {
          const found = difference(wanted, follower.outcomes[index]!, explorer.scales[index]!);
          if (found !== undefined) throw new Error(`${wanted.expression}: ${found}`);
        });
      }),
      { numRuns: PROGRAMS, seed: SEED, includeErrorInReport: true },
    );
    t.pass();
  },
);
