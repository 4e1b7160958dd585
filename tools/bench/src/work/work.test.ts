import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { readMaterial } from '../engines/arrays.js';
import { catalogue, matrixProduct, sweeps } from './catalogue.js';
import { stepFlops } from './flops.js';
import { CHECKED_UPDATES, writeMaterial } from './material.js';
import { parametersOf } from './parameters.js';
import { noiseShapes, observedSize } from './work.js';

const work = (name: string) => catalogue.find((each) => each.name === name)!;

function weightsOf(name: string): number {
  return parametersOf(work(name).model).reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
}

test('the works have as many weights as their layers, counted by hand', (t) => {
  t.is(weightsOf('tutorial'), 785 * 256 + 2 * 257 * 2 + 3 * 256 + 257 * 784);
  t.is(weightsOf('public-log'), 785 * 400 + 2 * 401 * 20 + 21 * 400 + 401 * 784); // 652,824
  t.is(weightsOf('public-log'), 652_824);
  t.is(
    weightsOf('convolutional'),
    17 * 16 +
      (256 * 32 + 32) +
      (512 * 64 + 64) +
      1025 * 128 +
      2 * 129 * 32 + // recognition
      33 * 128 +
      129 * 1024 +
      (1024 * 32 + 32) +
      (512 * 16 + 16) +
      (256 + 1), // generation
  );
  t.is(
    weightsOf('importance-weighted'),
    785 * 200 +
      201 * 200 +
      2 * 201 * 100 + // lower posterior
      101 * 100 +
      101 * 100 +
      2 * 101 * 50 + // upper posterior
      51 * 100 +
      101 * 100 +
      2 * 101 * 100 + // lower prior
      101 * 200 +
      201 * 200 +
      201 * 784, // likelihood
  );
});

test('the operations of a step, counted by hand', (t) => {
  // Two for each weight and example forward; the first layer has one gradient, the others two.
  const [first, others] = [784 * 256, 2 * 256 * 2 + 2 * 256 + 256 * 784];
  t.is(stepFlops(work('tutorial')), 2 * 100 * (2 * first + 3 * others));
  t.is(stepFlops(matrixProduct), 2 * 2048 ** 3);
  const used = [
    [2 * 16 * 16, 16 * 16], // filters 4 by 4 of 1 channel to 16, at 16 by 16 pixels
    [3 * 16 * 16 * 32, 8 * 8],
    [3 * 16 * 32 * 64, 4 * 4],
    [3 * 16 * 64 * 32, 4 * 4], // transposed, at the pixels of their inputs
    [3 * 16 * 32 * 16, 8 * 8],
    [3 * 16 * 16, 16 * 16],
    [3 * (1024 * 128 + 2 * 128 * 32 + 32 * 128 + 128 * 1024), 1],
  ] as const;
  const expected = used.reduce((sum, [weights, pixels]) => sum + 2 * 250 * weights * pixels, 0);
  t.is(stepFlops(work('convolutional')), expected);
  const once = 3 * (200 * 200 + 2 * 200 * 100) + 2 * 784 * 200;
  const often =
    3 * (3 * 100 * 100 + 2 * 100 * 50 + 50 * 100 + 2 * 100 * 100 + 100 * 200 + 200 * 200 + 200 * 784);
  t.is(stepFlops(work('importance-weighted')), 2 * 20 * once + 2 * 1000 * often);
});

test('noise has the shape of the latents, a row for each sample and example', (t) => {
  t.deepEqual(noiseShapes(work('tutorial')), [[100, 2]]);
  t.deepEqual(noiseShapes(work('importance-weighted')), [
    [1000, 100],
    [1000, 50],
  ]);
});

test('the points of a sweep differ in one size', (t) => {
  const [batch, width, depth] = sweeps;
  for (const { size, work: each } of batch!.points) t.is(each.batch, size);
  for (const { size, work: each } of width!.points) t.like(each.model, { hidden: [size] });
  for (const { size, work: each } of depth!.points) {
    t.deepEqual(each.model.model === 'dense-vae' && each.model.hidden, Array(size).fill(256));
  }
  const names = sweeps.flatMap(({ points }) => points.map((point) => point.work.name));
  t.is(new Set(names).size, names.length);
});

for (const each of catalogue.filter(({ name }) => name !== 'wide')) {
  test(`${each.name}: the material is the same every time, and read as it was written`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'helmholtz-bench-test-'));
    try {
      const EXAMPLES = 20;
      const [first, second] = ['a', 'b'].map((name) => writeMaterial(each, join(folder, name), EXAMPLES));
      t.true(readFileSync(first!.path).equals(readFileSync(second!.path)));
      const { data, examples, weights, indices, noise } = readMaterial(first!);
      t.is(examples, EXAMPLES);
      t.is(data.length, EXAMPLES * observedSize(each.model));
      t.deepEqual([...new Set(data)].sort(), [0, 1]);
      t.deepEqual(
        weights.map(({ name, shape, data: { length } }) => ({ name, shape, length })),
        parametersOf(each.model).map(({ name, shape }) => ({
          name,
          shape: [...shape],
          length: shape.reduce((product, side) => product * side, 1),
        })),
      );
      for (const { name, data: values } of weights) {
        t.true(values.every((value) => Math.abs(value) < 1) && values.some((value) => value !== 0), name);
      }
      t.is(indices.length, CHECKED_UPDATES * each.batch);
      t.true(indices.every((index) => index >= 0 && index < EXAMPLES));
      t.deepEqual(
        noise.map(({ length }) => length),
        noiseShapes(each).map(([rows, columns]) => CHECKED_UPDATES * rows! * columns!),
      );
      for (const values of noise) {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        // Five standard errors.
        t.true(Math.abs(mean) < 5 / Math.sqrt(values.length));
        t.true(Math.abs(variance - 1) < 5 * Math.sqrt(2 / values.length));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
