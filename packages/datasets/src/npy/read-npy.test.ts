import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { encodeNpy } from './encode-npy.js';
import { readNpy } from './read-npy.js';

interface Example {
  readonly type: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly file: string;
}

/** By tools/reference/npy.py. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../tools/reference/npy.json', import.meta.url), 'utf8'),
) as { readonly examples: readonly Example[]; readonly refused: Readonly<Record<string, string>> };

async function file(t: ExecutionContext, bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(t), 'a.npy');
  await writeFile(path, bytes);
  return path;
}

test('reads files of NumPy of every type, byte order and version', async (t) => {
  for (const { type, shape, values, file: base64 } of reference.examples) {
    const bytes = Buffer.from(base64, 'base64');
    for (const stored of [bytes, gzipSync(bytes)]) {
      const read = await readNpy(await file(t, stored));
      t.is(read.type, type);
      t.deepEqual(read.shape, shape);
      t.deepEqual(Array.from(read.data), values, `${type} ${shape.join()}`);
    }
  }
});

for (const [what, base64] of Object.entries(reference.refused)) {
  test(`rejects files of NumPy with ${what}`, async (t) => {
    const error = await t.throwsAsync(readNpy(await file(t, Buffer.from(base64, 'base64'))), {
      instanceOf: HelmholtzError,
    });
    t.is(error.kind, 'data');
    t.truthy(error.hint);
  });
}

test('writes the very bytes that NumPy writes', (t) => {
  for (const { type, shape, values, file: base64 } of reference.examples) {
    const bytes = Buffer.from(base64, 'base64');
    const header = bytes.subarray(0, 128).toString('latin1');
    if (!/'(<f4|\|u1)', 'fortran_order': False/.test(header) || bytes[6] !== 1) continue;
    const data = type === 'uint8' ? Uint8Array.from(values) : Float32Array.from(values);
    t.is(Buffer.compare(encodeNpy({ shape, data }), bytes), 0, `${type} ${shape.join()}`);
  }
  t.throws(() => encodeNpy({ shape: [2, 2], data: new Uint8Array(3) }), { message: /3 values don't fill/ });
});

test('throws an error for a file that is truncated at any byte, and for one that is too long', async (t) => {
  const whole = encodeNpy({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  const path = await file(t, whole);
  for (let length = 0; length < whole.length; length++) {
    await writeFile(path, whole.subarray(0, length));
    await t.throwsAsync(readNpy(path), { instanceOf: HelmholtzError, message: /is cut short/ }, `${length}`);
  }
  await writeFile(path, Buffer.concat([whole, Buffer.of(0)]));
  await t.throwsAsync(readNpy(path), { message: /has more data than the 2 by 3 values/ });
});

/** A file of version 2.0, whose header may be of any length and text. */
function withHeader(text: string, said = text.length): Buffer {
  const head = Buffer.from('\x93NUMPY\x02\x00\0\0\0\0', 'latin1');
  head.writeUInt32LE(said, 8);
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
}

const headers: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
  'another format': [Buffer.from('PK\x03\x04 a zip of arrays'), /does not start with/],
  'a version to come': [Buffer.from('\x93NUMPY\x04\x00......', 'latin1'), /its version is 4\.0/],
  'a header of 4 GB': [withHeader('', 2 ** 32 - 1), /said to take 4294967295 bytes/],
  'an expression': [
    withHeader("{'descr': exec('x'), 'fortran_order': False, 'shape': (1,)}"),
    /its header is/,
  ],
  'a header without a type': [withHeader("{'fortran_order': False, 'shape': (1,)}"), /its header is/],
  'a shape that is no tuple': [
    withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': 5}"),
    /its header/,
  ],
  'a shape with holes': [
    withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (1,,2)}"),
    /its header/,
  ],
  'a shape that never ends': [
    withHeader(`{'descr': '<f4', 'fortran_order': False, 'shape': (${'1'.repeat(9000)}`),
    /its header is/,
  ],
  'a shape of petabytes': [
    withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999)}"),
    /which a file of its size cannot hold/,
  ],
  'a type that all objects have': [
    withHeader("{'descr': 'toString', 'fortran_order': False, 'shape': (1,)}"),
    /type "toString"/,
  ],
};

for (const [what, [bytes, message]] of Object.entries(headers)) {
  test(`throws an error for ${what}`, async (t) => {
    await t.throwsAsync(readNpy(await file(t, bytes)), { instanceOf: HelmholtzError, message });
  });
}
