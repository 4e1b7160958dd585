import test from 'ava';

import { type ValueSummary, binaryOrGrey, realLine, unitInterval } from './support.js';

test('supports contain their ends and neither NaN nor infinities', (t) => {
  for (const value of [0, 1, 0.5, -0])
    for (const support of [unitInterval, binaryOrGrey]) t.true(support.contains(value));
  for (const value of [-Number.EPSILON, 1 + Number.EPSILON, NaN, Infinity])
    for (const support of [unitInterval, binaryOrGrey]) t.false(support.contains(value));
  for (const value of [0, -1e308]) t.true(realLine.contains(value));
  for (const value of [NaN, Infinity, -Infinity]) t.false(realLine.contains(value));
});

test('a Bernoulli likelihood has something to say of grey values alone', (t) => {
  t.is(binaryOrGrey.advise!({ minimum: 0, maximum: 1, whole: true }), undefined);
  t.regex(
    binaryOrGrey.advise!({ minimum: 0, maximum: 1, whole: false })!,
    /^has grey values.*binarization: sample/,
  );
});

test('a likelihood of real numbers has something to say of whole numbers alone', (t) => {
  const ofReals = (values: ValueSummary) => realLine.advise!(values);
  t.is(ofReals({ minimum: -3, maximum: 7, whole: false }), undefined);
  t.is(ofReals({ minimum: 0, maximum: 0, whole: true }), undefined, 'a constant says nothing');
  t.regex(
    ofReals({ minimum: 0, maximum: 1, whole: true })!,
    /^has the values 0 and 1 alone.*likelihood: bernoulli/,
  );
  t.regex(ofReals({ minimum: 0, maximum: 255, whole: true })!, /^has whole numbers alone, 0 to 255,.*counts/);
  t.regex(ofReals({ minimum: -1, maximum: 1, whole: true })!, /^has whole numbers alone, -1 to 1,/);
});
