import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { parseSpec } from '../spec/parse.js';
import { type Checkpoint, OtherFormError, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { UNSEALED, seal } from './checksum.js';
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
  optimizers: new Map([['model', Array.from({ length: 12 }, (_, index) => tensor(index, index))]]),
  epoch: 1,
  step: 270,
  batch: 180,
  average: { count: 18_000, skipped: 2, sums: { nelbo: 0.1 + 0.2, 'kl/z': 1e-300 } },
  history: [
    {
      epoch: 1,
      step: 90,
      seconds: 0,
      learningRate: 1e-3,
      train: { nelbo: 1 / 3 },
      validation: { nelbo: Math.PI },
    },
  ],
  memory: new Map([
    ['earlyStopping', new Map([['generative/output/kernel', tensor(1, 2)]])],
    ['another', new Map([['a', tensor(3)]])],
  ]),
};

test('everything that training had reached comes back', (t) => {
  t.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint), 'last'), checkpoint);
});

test('so do the optimizers of several phases, in a newer form', (t) => {
  const optimizers = new Map([
    ['model', [tensor(1, 2), tensor(3)]],
    ['discriminator', Array.from({ length: 12 }, (_, index) => tensor(index))],
  ]);
  const inPhases = { ...checkpoint, optimizers };
  const bytes = encodeCheckpoint(inPhases);
  t.deepEqual(decodeCheckpoint(bytes, 'last'), inPhases);
  const form = (bytes: Uint8Array): string => /"form":"(\d)"/.exec(new TextDecoder().decode(bytes))![1]!;
  t.deepEqual([form(encodeCheckpoint(checkpoint)), form(bytes)], ['1', '2']);
});

test('the same state gives the same bytes, whenever it was reached', (t) => {
  const history = checkpoint.history.map((row) => ({ ...row, seconds: 12.3 }));
  t.deepEqual(encodeCheckpoint({ ...checkpoint, history }), encodeCheckpoint(checkpoint));
});

test('detects a change of any bit', (t) => {
  const bytes = encodeCheckpoint(checkpoint);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    t.is(refused(damaged).kind, 'data', `bit ${bit}`);
  }
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

test('throws a data error for a checkpoint with damaged metadata', (t) => {
  const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(checkpoint), 'last');
  const damages: Record<string, string | undefined>[] = [
    { spec: '{"recipe":' },
    { spec: '{}' },
    { spec: undefined },
    { epoch: 'three' },
    { step: undefined },
    { step: '-1' },
    { batch: '' },
    { form: '-1' },
    { checksum: '' },
    { checksum: '0'.repeat(64) },
    { history: '[{}]' },
    { average: '{' },
  ];
  for (const damage of damages) {
    const changed = JSON.parse(JSON.stringify({ ...metadata, ...damage })) as Record<string, string>;
    const { kind, message } = refused(encodeSafetensors({ tensors, metadata: changed }));
    t.is(kind, 'data', JSON.stringify(damage));
    t.regex(message, /^last\.safetensors (holds|is damaged)[^\n]+$/, JSON.stringify(damage));
  }
});

/** A checkpoint of ours, sound by its checksum, in which the metadata say something else. */
function otherwise(change: Record<string, string | undefined>): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(checkpoint), 'last');
  const changed = { ...metadata, checksum: UNSEALED, ...change };
  const bytes = encodeSafetensors({
    tensors,
    metadata: JSON.parse(JSON.stringify(changed)) as Record<string, string>,
  });
  return 'checksum' in change ? bytes : seal(bytes);
}

test('rejects a sound checkpoint of another version with a hint, without calling it damaged', (t) => {
  const reads = 'format than this version of Helmholtz reads';
  const forms: readonly [Record<string, string | undefined>, string][] = [
    [{ checksum: undefined }, `an older ${reads}: it has no checksum`],
    [{ history: undefined }, `an older ${reads}: its history does not have the expected form`],
    [{ average: '{"count":1,"sums":{}}' }, `an older ${reads}: its mean does not have the expected form`],
    [{ spec: '{"recipes":"vae"}' }, `an older ${reads}: its spec is refused (it: unknown key "recipes")`],
    [{ form: '3', history: undefined }, `a newer ${reads}: its format is 3, expected at most 2`],
  ];
  for (const [change, version] of forms) {
    const error = refused(otherwise(change));
    t.true(error instanceof OtherFormError);
    t.is(error.message, `last.safetensors is a checkpoint of ${version}.`);
    t.regex(error.hint!, /^(Update Helmholtz|Open it with the version)/);
  }
  t.deepEqual(decodeCheckpoint(otherwise({ form: undefined }), 'last'), checkpoint, 'before forms were told');
});

test('throws a data error for a truncated checkpoint', (t) => {
  const bytes = encodeCheckpoint(checkpoint);
  for (const length of [0, 7, 100, bytes.length - 1]) t.is(refused(bytes.subarray(0, length)).kind, 'data');
});
