import test from 'ava';

import { fitArray } from '../fitted/fit-array.js';
import { values } from '../testing/read-all.js';
import { fittedMeaning } from './fitted-meaning.js';
import { npyDataset } from './npy-dataset.js';

const shape = [2, 2, 2];
const numbers = [0, 255, 128, 7, 1, 2, 3, 4];
const floats = { path: 'train.npy', type: 'float32', shape, data: Float32Array.from(numbers) } as const;
const bytes = { path: 'new.npy', type: 'uint8', shape, data: Uint8Array.from(numbers) } as const;

test('a model that was trained on numbers reads the same numbers from uint8 images', (t) => {
  const fitted = fitArray(npyDataset({ name: 'train', array: floats }));
  const meaning = fittedMeaning(fitted, bytes);
  t.is(meaning, 'numbers');
  t.deepEqual(values(npyDataset({ name: 'new', array: bytes, bytes: meaning })), numbers);
});

test('a model that was trained on grey levels divides uint8 images by 255', (t) => {
  const fitted = fitArray(npyDataset({ name: 'train', array: bytes }));
  t.is(fittedMeaning(fitted, bytes), 'grey');
});
