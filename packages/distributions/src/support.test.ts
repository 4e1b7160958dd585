import test from 'ava';

import {
  type ValueSummary,
  binaryOrGrey,
  insideUnitInterval,
  isWithin,
  logSimplex,
  oneHotVectors,
  positiveNumbers,
  realLine,
  simplex,
  unitInterval,
  wholeNumbers,
} from './support.js';

test('supports contain their ends and neither NaN nor infinities', (t) => {
  for (const value of [0, 1, 0.5, -0])
    for (const support of [unitInterval, binaryOrGrey]) t.true(support.contains(value));
  for (const value of [-Number.EPSILON, 1 + Number.EPSILON, NaN, Infinity])
    for (const support of [unitInterval, binaryOrGrey]) t.false(support.contains(value));
  for (const value of [0, -1e308]) t.true(realLine.contains(value));
  for (const value of [NaN, Infinity, -Infinity]) t.false(realLine.contains(value));
});

test('a Bernoulli likelihood warns about grey values only', (t) => {
  t.is(binaryOrGrey.advise!({ minimum: 0, maximum: 1, whole: true }), undefined);
  t.regex(
    binaryOrGrey.advise!({ minimum: 0, maximum: 1, whole: false })!,
    /^has grey values.*binarization: sample/,
  );
});

test('a likelihood of real numbers warns about whole numbers', (t) => {
  const ofReals = (values: ValueSummary) => realLine.advise!(values);
  t.is(ofReals({ minimum: -3, maximum: 7, whole: false }), undefined);
  t.is(ofReals({ minimum: 0, maximum: 0, whole: true }), undefined, 'a constant says nothing');
  t.regex(
    ofReals({ minimum: 0, maximum: 1, whole: true })!,
    /^has only the values 0 and 1.*likelihood: bernoulli/,
  );
  t.regex(
    ofReals({ minimum: 0, maximum: 255, whole: true })!,
    /^has only whole numbers, from 0 to 255,.*counts/,
  );
  t.regex(ofReals({ minimum: -1, maximum: 1, whole: true })!, /^has only whole numbers, from -1 to 1,/);
});

test('a support lies within itself and larger ones of the same measure', (t) => {
  for (const support of [realLine, wholeNumbers, simplex]) t.true(isWithin(support, support));
  for (const support of [insideUnitInterval, positiveNumbers, unitInterval])
    t.true(isWithin(support, realLine));
  t.false(isWithin(realLine, positiveNumbers));
  for (const support of [wholeNumbers, simplex, logSimplex]) t.false(isWithin(support, realLine));
  t.false(isWithin(realLine, logSimplex));
});

test('supports of vectors describe an invalid vector', (t) => {
  t.is(oneHotVectors.eventProblem!([0, 1, 0]), undefined);
  t.is(oneHotVectors.eventProblem!([0, 0, 0]), 'no ones among the 3 elements of a category');
  t.is(oneHotVectors.eventProblem!([1, 1, 0]), '2 ones among the 3 elements of a category');
  t.is(simplex.eventProblem!([0.25, 0.75]), undefined);
  t.is(simplex.eventProblem!([0.25, 0.5]), '2 shares that add up to 0.75');
  t.is(logSimplex.eventProblem!([0.25, 0.75].map(Math.log)), undefined);
  t.is(logSimplex.eventProblem!([0, 0]), '2 shares that add up to 2');
});
