/** Arrays that can't be used: each gives one line that names the file, and a hint. */
import { readFileSync } from 'node:fs';

import test from 'ava';
import { zipSync } from 'fflate';

import { encodeNpy } from './npy/encode-npy.js';
import { type BrokenFile, loadBroken, loadBrokenExamples, type Setting } from './testing/broken-files.js';
import { idxBytes } from './testing/idx-file.js';

const floats = (...shape: number[]): Uint8Array =>
  encodeNpy({ shape, data: new Float32Array(shape.reduce((size, axis) => size * axis, 1)).fill(1) });
const numbers = (...values: number[]): Uint8Array =>
  encodeNpy({ shape: [values.length], data: Float32Array.from(values) });
/** A header of other text. */
const saying = (from: string, to: string): Buffer =>
  Buffer.from(
    Buffer.from(floats(4, 3, 2))
      .toString('latin1')
      .replace(from, to),
    'latin1',
  );

const whole = floats(4, 3, 2);
const setting: Setting = { source: 'npy', whole: { 'train.npy': whole, 'test.npy': whole } };
const file = 'train.npy';
const arrays: readonly BrokenFile[] = [
  { what: 'no bytes', file, bytes: '', says: /cut short: it ends inside its header, after 0 bytes/ },
  { what: 'half of a header', file, bytes: whole.subarray(0, 40), says: /after 40 bytes/ },
  { what: 'half of its values', file, bytes: whole.subarray(0, 150), says: /promises 24 values, it holds 5/ },
  {
    what: 'more values than it promises',
    file,
    bytes: Buffer.concat([whole, Buffer.alloc(8)]),
    says: /more data than the 4 by 3 by 2 values/,
  },
  { what: 'text', file, bytes: '1,2\n3,4\n', says: /does not start with/, hint: /numpy\.save/ },
  { what: 'Python objects', file, bytes: saying("'<f4'", "'|O' "), says: /Python objects/ },
  { what: 'texts', file, bytes: saying("'<f4'", "'<U4'"), says: /holds text/ },
  { what: 'complex numbers', file, bytes: saying("'<f4'", "'<c8'"), says: /complex numbers/ },
  { what: 'a negative axis', file, bytes: saying('(4, 3, 2)', '(-4,3, 2)'), says: /its header is/ },
  {
    what: 'a shape of more memory than there is',
    file,
    bytes: saying('(4, 3, 2), }   ', '(99999999999, ), }'),
    says: /promises 99999999999 values/,
  },
  { what: 'another version', file, bytes: Buffer.from(whole).fill(9, 6, 7), says: /its version is 9\.0/ },
  {
    what: 'one number',
    file,
    bytes: encodeNpy({ shape: [], data: Float32Array.of(1) }),
    says: /holds one number/,
  },
  { what: 'no examples', file, bytes: floats(0, 3, 2), says: /there are no examples/ },
  { what: 'an axis of no length', file, bytes: floats(4, 0), says: /cannot be \[0\]/ },
  {
    what: 'another shape than train.npy',
    file: 'test.npy',
    bytes: floats(4, 2, 2),
    says: /examples of shape \[2, 2\], and the training examples have \[3, 2\]/,
  },
  {
    what: 'more labels than examples',
    file: 'train-labels.npy',
    bytes: numbers(0, 1, 0, 1, 0),
    says: /labels of shape \[5\], and \S+train\.npy has 4 examples/,
  },
  {
    what: 'fewer labels than examples',
    file: 'train-labels.npy',
    bytes: numbers(0, 1),
    says: /labels of shape \[2\]/,
  },
  {
    what: 'a label that is no whole number',
    file: 'train-labels.npy',
    bytes: numbers(0, 1, 0.5, 1),
    says: /label 0\.5 of example 2/,
  },
  {
    what: 'a label below -1',
    file: 'train-labels.npy',
    bytes: numbers(0, 1, -2, 1),
    says: /label -2 of example 2/,
  },
  {
    what: 'a label above 255',
    file: 'train-labels.npy',
    bytes: numbers(0, 1, 256, 1),
    says: /label 256 of example 2/,
  },
  {
    what: 'labels for training alone that are one-hot',
    file: 'train-labels.npy',
    bytes: floats(4, 3),
    says: /labels of shape \[4, 3\]/,
  },
];
for (const broken of arrays) test(`reports a broken array: ${broken.what}`, loadBroken(broken, setting));

const both = (
  name: string,
  train: Uint8Array,
  testSet: Uint8Array,
): Pick<BrokenFile, 'file' | 'bytes' | 'beside'> => ({
  file: `train-${name}.npy`,
  bytes: train,
  beside: { [`test-${name}.npy`]: testSet },
});
const besides: readonly BrokenFile[] = [
  {
    what: 'a length beyond the series',
    ...both('length', numbers(1, 9, 3, 2), numbers(1, 1, 3, 2)),
    says: /example 1 is 9/,
    hint: /0 to 3/,
  },
  {
    what: 'a negative length',
    ...both('length', numbers(1, -1, 3, 2), numbers(1, 1, 3, 2)),
    says: /example 1 is -1/,
    hint: /0 to 3/,
  },
  {
    what: 'a length that is no whole number',
    ...both('length', numbers(1, 1.5, 3, 2), numbers(1, 1, 3, 2)),
    says: /example 1 is 1.5/,
    hint: /0 to 3/,
  },
  {
    what: 'lengths of other examples',
    ...both('length', numbers(1, 2), numbers(1, 1, 3, 2)),
    says: /holds 2 examples, and \S+train\.npy 4/,
  },
  {
    what: 'two lengths for each example',
    ...both('length', floats(4, 2), floats(4, 2)),
    says: /has the shape \[4, 2\]/,
  },
  {
    what: 'a mask of other steps',
    ...both('mask', floats(4, 2), floats(4, 3)),
    says: /has the shape \[4, 2\], and \S+train\.npy has \[4, 3, 2\]/,
  },
  { what: 'a mask of other examples', ...both('mask', floats(5, 3), floats(4, 3)), says: /holds 5 examples/ },
  {
    what: 'a mask of other numbers than 0 and 1',
    ...both('mask', floats(4, 3, 2).fill(65, 128), floats(4, 3, 2)),
    says: /value 0 of example 0 is 12\./,
  },
  {
    what: 'a further input of other examples',
    ...both('depth', floats(3, 2), floats(4, 2)),
    says: /holds 3 examples/,
  },
  {
    what: 'a further input of the training set alone',
    file: 'train-depth.npy',
    bytes: floats(4, 2),
    says: /but no test-depth\.npy/,
  },
];
for (const broken of besides)
  test(`reports an array that does not fit: ${broken.what}`, loadBroken(broken, setting));

const fresh: readonly BrokenFile[] = [
  {
    what: 'another shape',
    file: 'new.npy',
    bytes: floats(4, 2, 2),
    says: /examples of shape \[2, 2\], and the training examples have \[3, 2\]/,
  },
  {
    what: 'values cut short',
    file: 'new.npy',
    bytes: whole.subarray(0, 150),
    says: /promises 24 values, it holds 5/,
  },
  {
    what: 'an infinite value',
    file: 'new.npy',
    bytes: Buffer.concat([whole.subarray(0, -4), Buffer.from(Float32Array.of(Infinity).buffer)]),
    says: /value 5 of example 3 is Infinity/,
    options: { standardize: 'standard' },
  },
  {
    what: 'labels of another number',
    file: 'new-labels.npy',
    bytes: numbers(0, 1),
    beside: { 'new.npy': whole },
    says: /has labels of shape \[2\]/,
  },
];
for (const broken of fresh)
  test(
    `reports new examples that are broken: ${broken.what}`,
    loadBrokenExamples(broken, setting, 'new.npy'),
  );

const archive = zipSync({ 'x.npy': whole });
const archives: Setting = { source: 'npy', whole: { 'train.npz': archive, 'test.npz': archive } };
const npz: readonly BrokenFile[] = [
  { what: 'no bytes', file: 'train.npz', bytes: '', says: /is not a zip archive/ },
  {
    what: 'half of it',
    file: 'train.npz',
    bytes: archive.subarray(0, archive.length / 2),
    says: /is cut short/,
  },
  { what: 'text', file: 'train.npz', bytes: 'a,b\n1,2\n', says: /is not a zip archive/ },
  {
    what: 'no arrays',
    file: 'train.npz',
    bytes: zipSync({ 'a.txt': Buffer.from('a') }),
    says: /has no arrays\.$/,
  },
  {
    what: 'damaged bytes',
    file: 'train.npz',
    bytes: Buffer.from(archive).fill(255, 45, 60),
    says: /x\.npy can't be unpacked/,
  },
  {
    what: 'several arrays, none of them x',
    file: 'train.npz',
    bytes: zipSync({ 'a.npy': whole, 'b.npy': whole }),
    says: /the arrays a, b, but none is named x\.$/,
  },
  {
    what: 'objects in x',
    file: 'train.npz',
    bytes: zipSync({ 'x.npy': saying("'<f4'", "'|O' ") }),
    says: /^x of \S+ holds Python objects/,
  },
  {
    what: 'labels of another number',
    file: 'train.npz',
    bytes: zipSync({ 'x.npy': whole, 'y.npy': numbers(1) }),
    says: /^y of \S+ has labels of shape \[1\], and x of \S+ has 4 examples/,
  },
];
for (const broken of npz) test(`reports a broken archive: ${broken.what}`, loadBroken(broken, archives));

const images = idxBytes([3, 1, 2], [0, 255, 255, 0, 51, 51]);
const idx: Setting = { source: 'mnist', whole: {} };
const name = 'train-images-idx3-ubyte';
const idxFiles: readonly BrokenFile[] = [
  {
    what: 'another magic number',
    file: name,
    bytes: Buffer.from(images).fill(1, 0, 1),
    says: /starts with 01 00 08 03/,
  },
  {
    what: 'another type',
    file: name,
    bytes: Buffer.from(images).fill(13, 2, 3),
    says: /starts with 00 00 0d 03/,
  },
  { what: 'fewer values', file: name, bytes: images.subarray(0, -2), says: /promises 6 values, it holds 4/ },
  { what: 'half of a header', file: name, bytes: images.subarray(0, 9), says: /after 9 bytes/ },
  { what: 'another sum', file: name, bytes: images, says: /MD5/ },
  {
    what: 'a gzip that is cut short',
    file: name,
    bytes: Uint8Array.of(31, 139, 8, 0, 0),
    says: /its gzip stream ends too early/,
  },
];
for (const broken of idxFiles) test(`reports a broken IDX file: ${broken.what}`, loadBroken(broken, idx));

const parquet = readFileSync(new URL('../fixtures/tables/snappy.parquet', import.meta.url));
const feather = readFileSync(new URL('../fixtures/tables/lz4.feather', import.meta.url));
const metadata = parquet.length - 8 - parquet.readUInt32LE(parquet.length - 8);
const zeros = (bytes: Buffer, from: number, to: number): Buffer => Buffer.from(bytes).fill(0, from, to);
const typed: readonly (BrokenFile & Setting)[] = [
  { what: 'no bytes', file: 'train.parquet', bytes: '', says: /is empty: it has 0 bytes/ },
  {
    what: 'half of it',
    file: 'train.parquet',
    bytes: parquet.subarray(0, 2000),
    says: /does not end with PAR1/,
  },
  {
    what: 'a CSV file under another name',
    file: 'train.parquet',
    bytes: 'a,b\n1,2\n',
    says: /does not start with PAR1/,
  },
  {
    what: 'an Arrow file under another name',
    file: 'train.parquet',
    bytes: feather,
    says: /does not start with PAR1/,
  },
  {
    what: 'zeros in its values',
    file: 'train.parquet',
    bytes: zeros(parquet, 4, 3000),
    says: /can't be read as a Parquet file: its contents are damaged\.$/,
  },
  {
    what: 'zeros in its metadata',
    file: 'train.parquet',
    bytes: zeros(parquet, metadata, metadata + 100),
    says: /can't be read as a Parquet file: its contents are damaged\.$/,
  },
  {
    what: 'a length of its metadata beyond the file',
    file: 'train.parquet',
    bytes: Buffer.from(parquet).fill(255, parquet.length - 8, parquet.length - 5),
    says: /can't be read as a Parquet file: /,
  },
  { what: 'no bytes', file: 'train.feather', bytes: '', says: /is empty: it has 0 bytes/ },
  {
    what: 'half of it',
    file: 'train.feather',
    bytes: feather.subarray(0, 3000),
    says: /does not end with ARROW1/,
  },
  {
    what: 'a Parquet file under another name',
    file: 'train.feather',
    bytes: parquet,
    says: /does not start with ARROW1/,
  },
  {
    what: 'zeros in its footer',
    file: 'train.feather',
    bytes: zeros(feather, feather.length - 600, feather.length - 20),
    says: /can't be read as an Arrow file: its contents are damaged\.$/,
  },
  {
    what: 'an archive of Feather 1',
    file: 'train.feather',
    bytes: 'FEA1....FEA1',
    says: /Feather file of version 1/,
  },
].map((each) => ({ ...each, source: 'table', whole: { 'test.csv': 'a\n1\n2\n' } }));
for (const broken of typed)
  test(`reports a broken ${broken.file}: ${broken.what}`, loadBroken(broken, broken));
