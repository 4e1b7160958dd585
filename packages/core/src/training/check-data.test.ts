import test from 'ava';

import {
  binaryOrGrey,
  insideUnitInterval,
  oneHotVectors,
  positiveNumbers,
  wholeNumbers,
} from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import { checkData } from './check-data.js';
import type { Dataset, WrittenValue } from './dataset.js';

const bernoulli = tinyModel();
const normal = tinyModel({ family: 'normal' });
const good = [0, 1, 0.5, 0.25];

/** Returns `before` good rows, a row with a bad value at its third element, and a good row. */
const withOneBad = (value: number, before: number): Dataset =>
  rowsOf([...Array.from({ length: before }, () => good), [0, 1, value, 0], good]);

test('data inside the support pass, read once each', (t) => {
  const data = rowsOf([good, good, good]);
  t.notThrows(() => checkData(bernoulli, data));
  t.deepEqual(data.timesRead, [1, 1, 1]);
  t.notThrows(() => checkData(normal, rowsOf([[-1e30, 0, 7, 1]])));
});

test('unusual values are reported with the name of the data, wherever they occur', (t) => {
  const binary = [0, 1, 1, 0];
  const many = Array.from({ length: 300 }, () => binary);
  t.deepEqual(checkData(bernoulli, rowsOf(many)), []);
  const [grey, ...rest] = checkData(bernoulli, rowsOf([...many, good]));
  t.regex(grey!, /^rows has grey values, .*"binarization: sample"/);
  t.deepEqual(rest, []);
  t.deepEqual(checkData(bernoulli, rowsOf([good, ...many])), [grey]);
  t.regex(
    checkData(normal, rowsOf([...many, [3, 0, 12, 1]]))[0]!,
    /^rows has only whole numbers, from 0 to 12, /,
  );
  t.deepEqual(checkData(normal, rowsOf([...many, [3, 0, 12, 1.5]])), []);
});

test('images are taken by a model of vectors as they are', (t) => {
  t.notThrows(() => checkData(bernoulli, { ...rowsOf([good]), shape: [2, 2, 1] }));
});

test('grey images are taken with and without their one channel, other axes are not dropped', (t) => {
  const images = (shape: number[]) => ({ ...rowsOf([good]), shape });
  const model = (shape: number[]) => tinyModel({ shape });
  t.notThrows(() => checkData(model([2, 2]), images([2, 2, 1])));
  t.notThrows(() => checkData(model([2, 2, 1]), images([2, 2])));
  t.throws(() => checkData(model([2, 2]), images([4, 1])), { message: /examples of shape \[4, 1\]/ });
  t.throws(() => checkData(model([4, 1]), images([2, 2])), { message: /examples of shape \[2, 2\]/ });
});

/** Three zeros or ones, and a count. */
function columns(): typeof bernoulli {
  const model = tinyModel({ family: 'normal' });
  const bits = { name: 'bits', size: 3, family: 'bernoulli', support: binaryOrGrey };
  const visits = { name: 'visits', size: 1, family: 'poisson', support: wholeNumbers };
  Object.assign(model.observed[0]!.likelihood, { columns: [bits, visits] });
  return model;
}

test('each column is checked by its own support, and advised of by its name', (t) => {
  const model = columns();
  t.deepEqual(checkData(model, rowsOf([[0, 1, 1, 7]])), []);
  const [grey, few, ...rest] = checkData(model, rowsOf([[0, 1, 0.5, 1]]));
  t.regex(grey!, /^The column "bits" of rows has grey values, /);
  t.regex(few!, /^The column "visits" of rows has only the values 0 and 1, /);
  t.deepEqual(rest, []);
});

/** Two categories of two, along the last axis; or one of three beside a count. */
function categories(columned = false): typeof bernoulli {
  const model = tinyModel(columned ? {} : { shape: [2, 2] });
  const { likelihood } = model.observed[0]!;
  const kind = { name: 'kind', size: 3, family: 'categorical', support: oneHotVectors };
  const visits = { name: 'visits', size: 1, family: 'poisson', support: wholeNumbers };
  const checked = columned ? { columns: [kind, visits] } : { support: oneHotVectors };
  Object.entries(checked).forEach(([key, value]) => Object.defineProperty(likelihood, key, { value }));
  return model;
}

test('categories in one-hot form are taken', (t) => {
  t.deepEqual(checkData(categories(), { ...rowsOf([[0, 1, 1, 0]]), shape: [2, 2] }), []);
  t.deepEqual(checkData(categories(true), rowsOf([[0, 1, 0, 7]])), []);
});

const refused: Record<string, { model: typeof bernoulli; data: Dataset; message: string; hint: RegExp }> = {
  'a value that its column does not take': {
    model: columns(),
    data: rowsOf([
      [0, 1, 1, 2],
      [0, 1, 1, 2.5],
    ]),
    message: 'rows: example 1 has the value 2.5 in the column "visits".',
    hint: /^The likelihood takes whole numbers from 0 on\./,
  },
  'a category of two ones, in a column': {
    model: categories(true),
    data: rowsOf([...Array.from({ length: 300 }, () => [1, 0, 0, 0]), [1, 1, 0, 4]]),
    message: 'rows: example 300 has 2 ones among the 3 elements of a category, in the column "kind".',
    hint: /one-hot form/,
  },
  'another shape': {
    model: bernoulli,
    data: rowsOf([[0, 1, 0]]),
    message: 'rows has examples of shape [3].',
    hint: /^The model's input "x" takes \[4\]: change the observed shape, or pad or reshape the data\.$/,
  },
  'no examples': {
    model: bernoulli,
    data: rowsOf([]),
    message: 'rows has no examples.',
    hint: /at least one/,
  },
  NaN: {
    model: bernoulli,
    data: withOneBad(NaN, 2),
    message: 'rows: example 2 has the value NaN at element 2.',
    hint: /^If the value is missing, set missing: indicator for the variable "x" in the spec\./,
  },
  'a value above the support': {
    model: bernoulli,
    data: withOneBad(255, 0),
    message: 'rows: example 0 has the value 255 at element 2.',
    hint: /from 0 to 1/,
  },
  'a value below the support, far into the data': {
    model: bernoulli,
    data: withOneBad(-0.5, 700),
    message: 'rows: example 700 has the value -0.5 at element 2.',
    hint: /from 0 to 1/,
  },
  'infinity, which no normal takes': {
    model: normal,
    data: withOneBad(Infinity, 1),
    message: 'rows: example 1 has the value Infinity at element 2.',
    hint: /any finite number/,
  },
};

for (const [what, { model, data, message, hint }] of Object.entries(refused)) {
  test(`throws a data error with a hint: ${what}`, (t) => {
    const error = t.throws(() => checkData(model, data), { instanceOf: HelmholtzError });
    t.is(error.message, message);
    t.regex(error.hint!, hint);
    t.is(error.kind, 'data');
  });
}

test('names the cell and its text as the file has it, and a likelihood that takes the value', (t) => {
  const model = columns();
  const share = { name: 'share', size: 3, family: 'beta', support: insideUnitInterval };
  const income = { name: 'net income', size: 1, family: 'logNormal', support: positiveNumbers };
  Object.assign(model.observed[0]!.likelihood, { columns: [share, income] });
  const hintFor = (row: number[]): [string, string | undefined] => {
    const written = (index: number, element: number): WrittenValue => ({
      place: `rows.csv, row ${index + 1}, element ${element}`,
      text: '1.000',
    });
    const error = t.throws(() => checkData(model, { ...rowsOf([row]), written }), {
      instanceOf: HelmholtzError,
    });
    return [error.message, /\{.*\}/.exec(error.hint ?? '')?.[0]];
  };
  t.deepEqual(hintFor([0.5, 1, 0.5, 3]), [
    'rows.csv, row 1, element 1 is "1.000".',
    '{ columns: { share: { likelihood: beta, standardize: squeeze } } }',
  ]);
  t.is(
    hintFor([0.5, 70, 0.5, 3])[1],
    '{ columns: { share: { likelihood: beta, standardize: squeeze, bounds: [0, 100] } } }',
  );
  t.is(
    hintFor([0.5, 0.5, 0.5, 0])[1],
    '{ columns: { "net income": { likelihood: zeroInflatedLogNormal } } }',
  );
});

test('categories of zeros alone are missing, and counted', (t) => {
  const model = categories(true);
  const data = rowsOf([
    [1, 0, 0, 0],
    [0, 0, 0, 2],
    [0, 0, 0, 1],
  ]);
  t.deepEqual(checkData(model, data), [
    'rows has no category in 2 places, which hold zeros alone: they add nothing to the bound, and networks are given the zeros.',
  ]);
});
