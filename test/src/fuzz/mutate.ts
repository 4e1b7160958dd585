import type { RandomStream } from '@helmholtz/distributions';

/** Numbers at which sizes, offsets and counts go wrong. */
const edges = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Tokens with a meaning in JSON, YAML and headers, and known harmful values. */
const tokens = [
  ...'{}[]:,"\'\\&*!|>%@#-?~\0\n\t ',
  '{"a":',
  '[[[[[[[[',
  '"__proto__":{"polluted":true},',
  '"constructor":{"prototype":{"polluted":true}},',
  '__proto__: {polluted: true}\n',
  '!!js/function "x"',
  '!!binary aGFsbG8=',
  '%YAML 1.1\n---\n',
  '&a [*a, *a]',
  '<<: *a\n',
  '---\n',
  '...\n',
  '../../etc/passwd',
  '1e999',
  '-1',
  '0x7fffffff',
  '9007199254740993',
  '99999999999999999999',
  'null',
  'true',
  'NaN',
  '.inf',
  '\u2028',
  '\ufeff',
  '😀',
  '\\ud800',
  "(1, ), 'a': (",
  '|O',
  'F64',
].map((token) => Buffer.from(token));

type Mutation = (bytes: Buffer, random: RandomStream, other: Buffer) => Buffer;

function cut(bytes: Buffer, random: RandomStream): { start: number; end: number } {
  const start = random.nextInteger(bytes.length + 1);
  // Short pieces more often than long ones.
  const length = Math.floor(2 ** (random.next() * Math.log2(bytes.length + 2))) - 1;
  return { start, end: Math.min(start + length, bytes.length) };
}

function insert(bytes: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

function overwrite(bytes: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + piece.length)]);
}

function pick<Value>(values: readonly Value[], random: RandomStream): Value {
  return values[random.nextInteger(values.length)]!;
}

const mutations: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const changed = Buffer.from(bytes);
    const at = random.nextInteger(Math.max(bytes.length, 1));
    if (at < changed.length) changed[at]! ^= 1 << random.nextInteger(8);
    return changed;
  },
  function randomByte(bytes, random) {
    return overwrite(bytes, random.nextInteger(bytes.length + 1), Buffer.of(random.nextInteger(256)));
  },
  function edgeNumber(bytes, random) {
    const number = Buffer.alloc(pick([1, 2, 4, 8], random));
    const value = pick(edges, random) % 2 ** (8 * Math.min(number.length, 6));
    if (random.next() < 0.5) number.writeUIntLE(value, 0, Math.min(number.length, 6));
    else number.writeUIntBE(value, number.length - Math.min(number.length, 6), Math.min(number.length, 6));
    return overwrite(bytes, random.nextInteger(Math.min(bytes.length, 64) + 1), number);
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random.nextInteger(bytes.length + 1));
  },
  function remove(bytes, random) {
    const { start, end } = cut(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  function repeat(bytes, random) {
    const { start, end } = cut(bytes, random);
    const times = 1 + random.nextInteger(8);
    return insert(bytes, end, Buffer.concat(Array<Buffer>(times).fill(bytes.subarray(start, end))));
  },
  function move(bytes, random) {
    const { start, end } = cut(bytes, random);
    return insert(bytes, random.nextInteger(bytes.length + 1), bytes.subarray(start, end));
  },
  function splice(bytes, random, other) {
    return Buffer.concat([
      bytes.subarray(0, random.nextInteger(bytes.length + 1)),
      other.subarray(random.nextInteger(other.length + 1)),
    ]);
  },
  function token(bytes, random) {
    return insert(bytes, random.nextInteger(bytes.length + 1), pick(tokens, random));
  },
  function tokenOver(bytes, random) {
    return overwrite(bytes, random.nextInteger(bytes.length + 1), pick(tokens, random));
  },
  function deep(bytes, random) {
    const levels = Buffer.from(
      pick(['[', '{"a":', '- ', '{a: ', '? '], random).repeat(random.nextInteger(3000)),
    );
    return insert(bytes, random.nextInteger(bytes.length + 1), levels);
  },
  function digits(bytes, random) {
    // A number in a text becomes another.
    const text = bytes.toString('latin1');
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { 0: digitsThere, index } = pick(numbers, random);
    const other = pick(
      ['0', '-1', '1e308', '0.5', '4294967296', '9007199254740992', '1'.repeat(400)],
      random,
    );
    return Buffer.from(text.slice(0, index) + other + text.slice(index + digitsThere.length), 'latin1');
  },
  function noise(_, random) {
    return Buffer.from(Array.from({ length: random.nextInteger(300) }, () => random.nextInteger(256)));
  },
];

/** One of the files, changed by one to four mutations. */
export function mutated(files: readonly Buffer[], random: RandomStream): Buffer {
  let bytes = pick(files, random);
  for (let left = 1 + Math.floor(4 * random.next() ** 2); left > 0; left--)
    bytes = pick(mutations, random)(bytes, random, pick(files, random));
  return bytes;
}
