import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { readDeclaration, writeSpec } from '@helmholtz/core';
import { decodeSafetensors, encodeSafetensors } from '@helmholtz/core/run';
import { encodeNpy, openNpy, readNpy } from '@helmholtz/datasets';
import test from 'ava';
import fc from 'fast-check';

import { INPUTS, SEED } from './hold-promise.js';

const folder = mkdtempSync(join(tmpdir(), 'helmholtz-fuzz-'));
test.after.always(() => rm(folder, { recursive: true, force: true }));

const runs = { numRuns: INPUTS, seed: SEED };

/** Names that a file of ours may have, and some that it may not. */
const unsafe = ['__proto__', 'constructor', 'prototype'];

test('any JSON is read as an equal declaration, unless a key of it is unsafe', (t) => {
  t.timeout(3_600_000);
  const value = fc.jsonValue({ maxDepth: 6 });
  fc.assert(
    fc.property(value, (given) => {
      const text = JSON.stringify(given);
      const isUnsafe = unsafe.some((key) => text.includes(`"${key}":`));
      try {
        t.deepEqual(readDeclaration(text, 'a'), JSON.parse(text));
      } catch (error) {
        if (!isUnsafe || !(error instanceof HelmholtzError)) throw error;
      }
    }),
    runs,
  );
});

test('what is written as a spec is read back, whatever its options hold', (t) => {
  t.timeout(3_600_000);
  const name = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !unsafe.includes(text));
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }), (spec) => {
      t.deepEqual(readDeclaration(writeSpec(spec as never), 'a') as typeof spec, spec);
    }),
    runs,
  );
});

const floats = fc.float({ noDefaultInfinity: false });

test('any tensors come back from safetensors, bit for bit and by their names', (t) => {
  t.timeout(3_600_000);
  const tensor = fc.array(floats, { maxLength: 12 }).map((values) => ({
    shape: values.length % 2 === 0 ? [2, values.length / 2] : [values.length],
    values: Float32Array.from(values),
  }));
  const name = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((text) => ![...unsafe, '__metadata__'].includes(text));
  fc.assert(
    fc.property(fc.dictionary(name, tensor), fc.dictionary(name, name), (tensors, metadata) => {
      const original = new Map(Object.entries(tensors));
      const decoded = decodeSafetensors(encodeSafetensors({ tensors: original, metadata }), 'a');
      t.deepEqual({ ...decoded.metadata }, { ...metadata });
      t.deepEqual(decoded.tensors, original);
    }),
    runs,
  );
});

test('any array comes back from a .npy file, read whole or opened', async (t) => {
  t.timeout(3_600_000);
  const path = join(folder, 'a.npy');
  const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(shape, fc.infiniteStream(floats), fc.boolean(), async (axes, values, bytes) => {
      const length = axes.reduce((product, size) => product * size, 1);
      const data = Float32Array.from({ length }, () => values.next().value as number);
      const original = { shape: axes, data: bytes ? new Uint8Array(data.buffer.slice(0, length)) : data };
      writeFileSync(path, encodeNpy(original));
      const read = await readNpy(path);
      t.deepEqual([read.shape, read.data], [original.shape, original.data]);
      const { header } = await openNpy(path);
      t.deepEqual([header.shape, header.type.name], [axes, bytes ? 'uint8' : 'float32']);
    }),
    runs,
  );
});
