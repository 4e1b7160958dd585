/** Parameters fitted to arrays, applied to other examples, and inverted. */
import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { arrayDataset } from '../array-dataset.js';
import { values } from '../testing/read-all.js';
import { applyArray, invertArray } from './apply-array.js';
import { fitArray } from './fit-array.js';
import { parseFitted, writeFitted } from './fitted-file.js';
import type { Standardize } from './standardize.js';

const examples = [
  [1, -10],
  [2, 0],
  [3, 20],
  [6, 30],
];
const training = arrayDataset({ name: 'train', shape: [2], data: examples });

const closedForms: readonly { standardize: Standardize; center: number[]; scale: number[] }[] = [
  {
    standardize: { method: 'standard', by: 'element' },
    center: [3, 10],
    scale: [Math.sqrt(3.5), Math.sqrt(250)],
  },
  { standardize: { method: 'unit', by: 'element' }, center: [1, -10], scale: [5, 40] },
  { standardize: { method: 'unit', by: 'whole' }, center: [-10], scale: [40] },
  // Quartiles 1.75 and 3.75, -2.5 and 22.5, linear between neighbours.
  {
    standardize: { method: 'robust', by: 'element' },
    center: [2.5, 10],
    scale: [2 / 1.3489795003921634, 25 / 1.3489795003921634],
  },
  // (2, 0, 3, 6, 20, ...) around 6.5: 52 in squares of the first element, 1054.5 / 8 in all.
  { standardize: { method: 'standard', by: 'whole' }, center: [6.5], scale: [Math.sqrt(1112 / 8)] },
];

for (const { standardize, center, scale } of closedForms) {
  test(`${standardize.method} by ${standardize.by}: closed form, and back to the numbers`, (t) => {
    const fitted = fitArray(training, standardize);
    const near = (actual: readonly number[] | undefined, expected: readonly number[]): void => {
      t.is(actual?.length, expected.length);
      expected.forEach((value, index) =>
        t.true(Math.abs(actual![index]! - value) < 1e-12 * (1 + Math.abs(value))),
      );
    };
    near(fitted.center, center);
    near(fitted.scale, scale);
    t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
    const applied = Float32Array.from(values(applyArray(fitted, training)));
    examples.flat().forEach((value, at) => {
      const element = center.length === 1 ? 0 : at % 2;
      t.true(Math.abs(applied[at]! - (value - center[element]!) / scale[element]!) < 1e-6);
    });
    invertArray(fitted, applied).forEach((value, at) =>
      t.true(Math.abs(value - examples.flat()[at]!) < 1e-5),
    );
  });
}

test('without standardization examples and their inverse are the same bits', (t) => {
  const fitted = fitArray(training);
  t.is(fitted.center, undefined);
  t.deepEqual(values(applyArray(fitted, training)), examples.flat());
  const drawn = Float32Array.of(0.1, 0.2);
  t.is(invertArray(fitted, drawn), drawn);
  t.deepEqual(fitted.summary, { mean: 6.5, deviation: Math.sqrt(1112 / 8), minimum: -10, maximum: 30 });
});

test('an element that does not vary is 0', (t) => {
  const constant = arrayDataset({
    name: 'train',
    shape: [2],
    data: [
      [0.5, 1],
      [0.5, 3],
    ],
  });
  for (const method of ['standard', 'robust', 'unit'] as const) {
    const fitted = fitArray(constant, { method, by: 'element' });
    t.is(values(applyArray(fitted, constant))[0], 0);
  }
});

test('rejects examples of another shape', (t) => {
  const other = arrayDataset({ name: 'new.npy', shape: [3], data: [[1, 2, 3]] });
  t.throws(() => applyArray(fitArray(training), other), {
    instanceOf: HelmholtzError,
    message: 'new.npy has examples of shape [3], and the training examples have [2].',
  });
});
