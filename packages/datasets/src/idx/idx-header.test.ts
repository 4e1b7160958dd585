import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { idxBytes } from '../testing/idx-file.js';
import { parseIdxHeader } from './idx-header.js';

test('reads the size of each axis', (t) => {
  t.like(parseIdxHeader(idxBytes([60_000, 28, 28], []), 'x'), { shape: [60_000, 28, 28], length: 16 });
  t.like(parseIdxHeader(idxBytes([0xff00_0001], []), 'x'), { shape: [0xff00_0001], length: 8 });
});

test('waits for the whole header', (t) => {
  const bytes = idxBytes([2, 3], [1, 2]);
  for (let length = 0; length < 12; length++) t.is(parseIdxHeader(bytes.subarray(0, length), 'x'), undefined);
  t.like(parseIdxHeader(bytes.subarray(0, 12), 'x'), { shape: [2, 3], length: 12 });
});

test('throws an error that gives the bytes of another magic number', (t) => {
  for (const magic of [
    [0x89, 0x50, 0x4e, 0x47],
    [0, 0, 0x0d, 3],
    [0, 0, 8, 0],
  ]) {
    const error = t.throws(() => parseIdxHeader(Uint8Array.from(magic), 'some/file'), {
      instanceOf: HelmholtzError,
    });
    t.is(error.kind, 'data');
    const hex = Buffer.from(magic).toString('hex').match(/../g)?.join(' ');
    t.true(
      error.message.startsWith(`some/file is not an IDX file of unsigned bytes: it starts with ${hex}, `),
    );
  }
});
