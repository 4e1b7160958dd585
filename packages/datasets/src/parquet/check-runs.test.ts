import type { DataReader } from 'hyparquet';
import test from 'ava';

import { checkRuns } from './check-runs.js';

const readerOf = (...bytes: number[]): DataReader => ({
  view: new DataView(Uint8Array.from(bytes).buffer),
  offset: 0,
});

test('accepts runs that hold the values of their page', (t) => {
  // A run of 3 equal values of one byte, and 8 packed values of 2 bits.
  const reader = readerOf(3 << 1, 7, (1 << 1) | 1, 0xff, 0xff);
  checkRuns(reader, 2, 11);
  t.is(reader.offset, 5);
});

test('throws an error for a run that is longer than its page', (t) => {
  const long = readerOf(0xfe, 0xff, 0xff, 0xff, 0x0f, 7);
  t.throws(() => checkRuns(long, 1, 100), {
    message: 'a run has 2147483647 values, and 100 of its page are left',
  });
  const packed = readerOf(0xff, 0xff, 0xff, 0xff, 0x0f);
  t.throws(() => checkRuns(packed, 0, 100), { message: /^a run has 17179869176 values/ });
});
