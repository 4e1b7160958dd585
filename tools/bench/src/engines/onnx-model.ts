/**
 * An ONNX model of one matrix product c = a b, as the bytes of its protocol buffer.
 *
 * Written out here so that what the machine can do is measured without any of our own code that
 * makes graphs.
 */
export function matrixProductModel(side: number): Uint8Array {
  const shape = bytes(field(1, dimension(side)), field(1, dimension(side)));
  const tensor = (name: string): Uint8Array =>
    bytes(field(1, name), field(2, field(1, bytes(field(1, FLOAT), field(2, shape)))));
  const node = bytes(field(1, 'a'), field(1, 'b'), field(2, 'c'), field(4, 'MatMul'));
  const graph = bytes(
    field(1, node),
    field(2, 'product'),
    ...['a', 'b'].map((name) => field(11, tensor(name))),
    field(12, tensor('c')),
  );
  return bytes(field(1, IR_VERSION), field(7, graph), field(8, field(2, OPSET)));
}

const FLOAT = 1;
const IR_VERSION = 10;
const OPSET = 21;

const dimension = (length: number): Uint8Array => field(1, length);

/**
 * A field of a message: numbers are variable-length integers, texts and messages have their length
 * before them.
 */
function field(number: number, value: number | string | Uint8Array): Uint8Array {
  if (typeof value === 'number') return bytes(varint(number << 3), varint(value));
  const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return bytes(varint((number << 3) | 2), varint(content.length), content);
}

function varint(value: number): Uint8Array {
  const groups: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...groups, rest]);
    groups.push((rest % 128) + 128);
  }
}

function bytes(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
