import test from 'ava';

import { HelmholtzError } from '../errors.js';
import { parseSpec } from '../spec/parse.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const spec = parseSpec({
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 3, activation: 'tanh' }], generative: [] },
  likelihood: { name: 'normal', scale: 0.1 },
  optimizer: { name: 'adam', learningRate: 1e-3 },
  seed: 7,
});

const tensor = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });

const checkpoint: Checkpoint = {
  spec,
  weights: new Map([
    ['generative/output/kernel', { shape: [2, 2], values: Float32Array.of(1, NaN, -0, Infinity) }],
    ['z_loc/bias', tensor(0.5)],
    ['optimizer/0', tensor(9)],
  ]),
  // More than ten, since as text "10" comes before "2".
  optimizer: Array.from({ length: 12 }, (_, index) => tensor(index, index)),
  epoch: 3,
  step: 270,
};

test('everything that training had reached comes back', (t) => {
  t.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint), 'last'), checkpoint);
});

test('the same state gives the same bytes', (t) => {
  t.deepEqual(encodeCheckpoint(checkpoint), encodeCheckpoint(checkpoint));
});

function refused(bytes: Uint8Array): HelmholtzError {
  try {
    decodeCheckpoint(bytes, 'last.safetensors');
  } catch (error) {
    if (error instanceof HelmholtzError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

test('tensors of another program are not a checkpoint', (t) => {
  const { kind, message, hint } = refused(
    encodeSafetensors({ tensors: new Map([['w', tensor(1)]]), metadata: { format: 'pt' } }),
  );
  t.is(kind, 'data');
  t.is(message, 'last.safetensors holds tensors, but is not a checkpoint of Helmholtz.');
  t.truthy(hint);
});

test('a checkpoint whose metadata are damaged is refused as such', (t) => {
  const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(checkpoint), 'last');
  const damages: Record<string, string | undefined>[] = [
    { spec: '{"recipe":' },
    { spec: '{}' },
    { spec: undefined },
    { epoch: 'three' },
    { step: undefined },
    { step: '-1' },
  ];
  for (const damage of damages) {
    const changed = JSON.parse(JSON.stringify({ ...metadata, ...damage })) as Record<string, string>;
    const { kind, message } = refused(encodeSafetensors({ tensors, metadata: changed }));
    t.is(kind, 'data', JSON.stringify(damage));
    t.regex(message, /^last\.safetensors holds [^\n]+$/, JSON.stringify(damage));
  }
});

test('a checkpoint cut short is refused', (t) => {
  const bytes = encodeCheckpoint(checkpoint);
  for (const length of [0, 7, 100, bytes.length - 1]) t.is(refused(bytes.subarray(0, length)).kind, 'data');
});
