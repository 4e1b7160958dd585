import test from 'ava';
import { formatDuration, formatNumber, formatShort } from './numbers.js';

test('numbers have two decimals and a minus sign, and a missing number is a dash', (t) => {
  t.is(formatNumber(105.556), '105.56');
  t.is(formatNumber(-80.4), '\u221280.40');
  t.is(formatNumber(undefined), '\u2013');
  t.is(formatNumber(NaN), 'NaN');
  t.is(formatNumber(-Infinity), '\u2212Infinity');
});

test('short numbers have no zeros at the end', (t) => {
  t.is(formatShort(1e-3, 2), '0.001');
  t.is(formatShort(-1.6448536, 3), '\u22121.64');
  t.is(formatShort(6.72e-6, 2), '6.7e\u22126');
  t.is(formatShort(0, 3), '0');
});

test('durations are in the units that a clock would have', (t) => {
  t.is(formatDuration(3.42), '3.4 s');
  t.is(formatDuration(59.96), '1 min 0 s');
  t.is(formatDuration(134.2), '2 min 14 s');
  t.is(formatDuration(119.7), '2 min 0 s');
  t.is(formatDuration(3600 + 59 * 60 + 59), '1 h 59 min');
  t.is(formatDuration(7199.9), '2 h 0 min');
});
