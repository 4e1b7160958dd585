import test from 'ava';
import { arrayDataset } from '../array-dataset.js';
import { values } from '../testing/read-all.js';
import { greyscale } from './greyscale.js';

test('every byte becomes the float32 nearest to byte / 255', (t) => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const grey = values(greyscale(arrayDataset({ name: 'all', data: bytes, shape: [256] })));
  grey.forEach((value, byte) => t.is(value, Math.fround(byte / 255)));
  t.deepEqual([grey[0], grey[255]], [0, 1]);
});
