import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { type StoredTensor, decodeSafetensors, encodeSafetensors } from './safetensors.js';

/**
 * Quiet and signalling NaN with payloads, infinities, -0, the least and largest subnormal, the
 * largest number.
 */
const specials = [
  0x7fc00001, 0x7f800001, 0xffc12345, 0xff800000, 0x7f800000, 0x80000000, 0x00000001, 0x007fffff, 0x7f7fffff,
];

function ofBits(bits: readonly number[]): Float32Array {
  return new Float32Array(Uint32Array.from(bits).buffer);
}

function bitsOf({ buffer, byteOffset, length }: Float32Array): number[] {
  return Array.from(new Uint32Array(buffer, byteOffset, length));
}

/** A file of any header and data, written out by hand. */
function file(header: unknown, data: readonly number[] = [], headerLength?: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerLength ?? json.length));
  return Buffer.concat([length, json, Uint8Array.from(data)]);
}

const entry = (shape: unknown, begin: unknown, end: unknown, dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

function refused(t: ExecutionContext, bytes: Uint8Array, why: RegExp, what?: string): void {
  const error = t.throws(
    () => decodeSafetensors(bytes, 'a.safetensors'),
    { instanceOf: HelmholtzError },
    what,
  );
  t.is(error.kind, 'data', what);
  t.regex(error.message, /^a\.safetensors is not a readable safetensors file: [^\n]+\.$/, what);
  t.regex(error.message, why, what);
  t.truthy(error.hint, what);
}

test('the bytes of a small file', (t) => {
  const bytes = encodeSafetensors({
    tensors: new Map([['w', { shape: [2], values: Float32Array.of(1, -2) }]]),
    metadata: { a: 'b' },
  });
  const header = '{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  t.is(header.length, 79);
  t.deepEqual(
    Buffer.from(bytes),
    Buffer.concat([
      Uint8Array.of(80, 0, 0, 0, 0, 0, 0, 0),
      Buffer.from(`${header} `),
      Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0),
    ]),
  );
});

test('every float32 comes back bit for bit, in its order and shape, with its metadata', (t) => {
  const tensors = new Map<string, StoredTensor>([
    ['specials', { shape: [3, 3], values: ofBits(specials) }],
    ['empty', { shape: [0, 4], values: new Float32Array(0) }],
    ['scalar', { shape: [], values: Float32Array.of(0.1) }],
    ['a part of a larger buffer', { shape: [2], values: new Float32Array([1, 2, 3, 4]).subarray(1, 3) }],
    ['weight/größe "z" \n', { shape: [1], values: Float32Array.of(5) }],
  ]);
  const metadata = { spec: '{"seed":0}', Größe: 'β\n"' };
  const decoded = decodeSafetensors(encodeSafetensors({ tensors, metadata }), 'a');
  t.deepEqual(decoded.metadata, metadata);
  t.deepEqual([...decoded.tensors.keys()], [...tensors.keys()]);
  for (const [name, { shape, values }] of tensors) {
    const found = decoded.tensors.get(name)!;
    t.deepEqual(found.shape, shape, name);
    t.deepEqual(bitsOf(found.values), bitsOf(values), name);
  }
});

test('the data begin at a multiple of eight bytes, whatever the length of the header', (t) => {
  for (let length = 0; length < 16; length++) {
    const tensors = new Map([['x'.repeat(length + 1), { shape: [1], values: Float32Array.of(7) }]]);
    const bytes = encodeSafetensors({ tensors, metadata: {} });
    t.is((bytes.length - 4) % 8, 0);
    t.is(Buffer.from(bytes).readFloatLE(bytes.length - 4), 7);
  }
});

/*
 * Written by Python's safetensors 0.8.0 with NumPy 2.4.6:
 *
 *     bits = [0x7fc00001, 0x7f800001, 0xff800000, 0x7f800000,
 *             0x80000000, 0x00000001, 0x007fffff, 0x7f7fffff]
 *     save({'scalar': np.array(-2.5, np.float32),
 *           'matrix': np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
 *           'empty': np.zeros((0, 4), np.float32),
 *           'specials': np.array(bits, np.uint32).view(np.float32)},
 *          metadata={'made by': "Python's safetensors", 'ünïcode': 'β'})
 *
 * The same library reads the file of `encodeSafetensors` with these tensors, bit for bit.
 */
const writtenByPython =
  'OAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJtYWRlIGJ5IjoiUHl0aG9uJ3Mgc2FmZXRlbnNvcnMiLCLDvG7Dr2NvZGUiOiLOsiJ9LCJlbXB0eSI6' +
  'eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw0XSwiZGF0YV9vZmZzZXRzIjpbMCwwXX0sIm1hdHJpeCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpb' +
  'MiwzXSwiZGF0YV9vZmZzZXRzIjpbMCwyNF19LCJzY2FsYXIiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzI0LDI4' +
  'XX0sInNwZWNpYWxzIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOls4XSwiZGF0YV9vZmZzZXRzIjpbMjgsNjBdfX0gICAAAAAAAACAPgAAAD8AAEA/' +
  'AACAPwAAoD8AACDAAQDAfwEAgH8AAID/AACAfwAAAIABAAAA//9/AP//f38=';

test("reads a file of Python's safetensors", (t) => {
  const { tensors, metadata } = decodeSafetensors(Buffer.from(writtenByPython, 'base64'), 'a');
  t.deepEqual(metadata, { 'made by': "Python's safetensors", ünïcode: 'β' });
  t.deepEqual(
    [...tensors].map(([name, { shape }]) => [name, shape]),
    [
      ['empty', [0, 4]],
      ['matrix', [2, 3]],
      ['scalar', []],
      ['specials', [8]],
    ],
  );
  t.deepEqual(Array.from(tensors.get('matrix')!.values), [0, 0.25, 0.5, 0.75, 1, 1.25]);
  t.deepEqual(Array.from(tensors.get('scalar')!.values), [-2.5]);
  t.deepEqual(
    bitsOf(tensors.get('specials')!.values),
    [0x7fc00001, 0x7f800001, 0xff800000, 0x7f800000, 0x80000000, 0x00000001, 0x007fffff, 0x7f7fffff],
  );
});

test('reads tensors whose entries stand in another order than their data, and a file without metadata', (t) => {
  const { tensors, metadata } = decodeSafetensors(
    file({ b: entry([1], 4, 8), a: entry([1], 0, 4) }, [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]),
    'a',
  );
  t.deepEqual(metadata, {});
  t.deepEqual([tensors.get('a')!.values[0], tensors.get('b')!.values[0]], [1, 2]);
});

test('reads a view into a larger buffer, at an odd offset', (t) => {
  const bytes = encodeSafetensors({
    tensors: new Map([['w', { shape: [1], values: Float32Array.of(3) }]]),
    metadata: {},
  });
  const larger = Buffer.concat([Uint8Array.of(1), bytes, Uint8Array.of(2)]);
  t.is(decodeSafetensors(larger.subarray(1, -1), 'a').tensors.get('w')!.values[0], 3);
});

test('throws an error for a file that is truncated at any byte', (t) => {
  const bytes = Buffer.from(writtenByPython, 'base64');
  for (let length = 0; length < bytes.length; length++) {
    refused(t, bytes.subarray(0, length), /./, `cut at ${length}`);
  }
});

test('a file with one changed byte is read or throws a HelmholtzError', (t) => {
  const bytes = encodeSafetensors({
    tensors: new Map([['w', { shape: [2], values: Float32Array.of(1, -2) }]]),
    metadata: { a: 'b' },
  });
  let count = 0;
  for (let position = 0; position < bytes.length - 8; position++) {
    for (let value = 0; value < 256; value++) {
      const changed = bytes.slice();
      changed[position] = value;
      try {
        decodeSafetensors(changed, 'a');
      } catch (error) {
        if (error instanceof HelmholtzError && error.kind === 'data') count++;
        else t.fail(`byte ${position} as ${value}: ${String(error)}`);
      }
    }
  }
  t.true(count > 10_000, `${count} refused`);
});

const eight = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];

const damages: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'no bytes': [new Uint8Array(0), /0 bytes/],
  'a header longer than the file': [file({}, [], 3), /header is longer/],
  'a header of 2^64 - 1 bytes': [Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 123, 125), /longer/],
  'a header that is not JSON': [file('{"w":'), /JSON/],
  'a header that is not UTF-8': [
    Buffer.from(
      Buffer.from(file({ 'w\x7f': entry([2], 0, 8) }, eight)).map((byte) => (byte === 0x7f ? 0xff : byte)),
    ),
    /JSON/,
  ],
  'a header that is a list': [file([]), /JSON object/],
  'a header that is null': [file('null'), /JSON object/],
  'a header that is a number': [file('7'), /JSON object/],
  'an empty header': [file(''), /JSON/],
  'a tensor that is there twice': [
    file(
      '{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
    ),
    /"w" appears twice/,
  ],
  'a name that reaches all objects': [file('{"__proto__":{}}'), /"__proto__" is not allowed/],
  'a header that nests without end': [file('{"w":'.repeat(1e5)), /100 levels deep/],
  'metadata that are not text': [file({ __metadata__: { a: 1 } }), /metadata/],
  'metadata that are a number': [file({ __metadata__: 1 }), /metadata/],
  'trailing bytes': [file({ w: entry([1], 0, 4) }, eight), /4 bytes belong to no tensor/],
  'data without a tensor': [file({}, eight), /8 bytes belong to no tensor/],
  'a gap before the first tensor': [file({ w: entry([1], 4, 8) }, eight), /"w" .* bytes 4 to 8/],
  'a gap between tensors': [
    file({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, [...eight, ...eight]),
    /"b" .* bytes 8 to 12/,
  ],
  'an overlap': [file({ a: entry([2], 0, 8), b: entry([1], 4, 8) }, eight), /"b" .* bytes 4 to 8/],
  'two tensors in one place': [file({ a: entry([2], 0, 8), b: entry([2], 0, 8) }, eight), /"b"/],
  'offsets beyond the file': [file({ w: entry([4], 0, 16) }, eight), /"w" of shape \[4\] .* 0 to 16/],
  'offsets that run backwards': [file({ w: entry([1], 8, 4) }, eight), /"w"/],
  'offsets that are no whole numbers': [file({ w: entry([1], 0.5, 4.5) }, eight), /malformed/],
  'one offset': [file({ w: { dtype: 'F32', shape: [1], data_offsets: [0] } }, eight), /malformed/],
  'no offsets': [file({ w: { dtype: 'F32', shape: [1] } }, eight), /malformed/],
  'a shape larger than its data': [file({ w: entry([3], 0, 8) }, eight), /\[3\] does not fit/],
  'a shape smaller than its data': [file({ w: entry([1], 0, 8) }, eight), /\[1\] does not fit/],
  'a shape whose size overflows': [file({ w: entry([2 ** 40, 2 ** 40], 0, 8) }, eight), /does not fit/],
  'a negative shape': [file({ w: entry([-1, -2], 0, 8) }, eight), /malformed/],
  'a shape that is text': [file({ w: entry('2', 0, 8) }, eight), /malformed/],
  'an entry that is null': [file({ w: null }, eight), /malformed/],
  'half precision': [file({ w: entry([4], 0, 8, 'F16') }, eight), /type "F16", F32 was expected/],
  integers: [file({ w: entry([2], 0, 8, 'I32') }, eight), /type "I32"/],
  'a type that is no text': [file({ w: entry([2], 0, 8, 5) }, eight), /malformed/],
};

for (const [what, [bytes, why]] of Object.entries(damages)) {
  test(`throws an error that gives the reason: ${what}`, (t) => {
    refused(t, bytes, why);
  });
}
