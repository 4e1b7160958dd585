import { z } from 'zod';

import { HelmholtzError, parseJson, quoted } from '@helmholtz/base';

/** Float32 tensor in plain memory. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Contents of a safetensors file. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Text beside the tensors, such as the spec. */
  readonly metadata: Readonly<Record<string, string>>;
}

const natural = z.int().min(0);
const headerEntry = z.object({
  dtype: z.string(),
  shape: z.array(natural),
  data_offsets: z.tuple([natural, natural]),
});

const metadataText = z.record(z.string(), z.string());

type HeaderEntry = z.output<typeof headerEntry>;

const LENGTH_BYTES = 8;
/** Same limit as in the reference implementation of the format. */
const MOST_HEADER_BYTES = 100_000_000;
const FLOAT_BYTES = 4;

/**
 * Encodes float32 tensors as a safetensors file: the header's length, a JSON header, then the data
 * without gaps.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from '@helmholtz/core/run';
 *
 * const kernel = { shape: [2, 1], values: Float32Array.of(0.5, -1) };
 * const stored = { tensors: new Map([['dense/kernel', kernel]]), metadata: { epoch: '3' } };
 * const bytes = encodeSafetensors(stored);
 * const { tensors, metadata } = decodeSafetensors(bytes, 'weights.safetensors');
 * console.log(tensors.get('dense/kernel')?.values, metadata['epoch']);
 * // Float32Array(2) [ 0.5, -1 ] 3
 * ```
 */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  let offset = 0;
  const entries = [...tensors].map(([name, { shape, values }]) => {
    const begin = offset;
    offset += values.length * FLOAT_BYTES;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const;
  });
  const header: unknown = Object.fromEntries([['__metadata__', metadata] as const, ...entries]);
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces, so that the data can be read in place as floats.
  const headerLength = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + offset);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(json, LENGTH_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  let position = LENGTH_BYTES + headerLength;
  for (const { values } of tensors.values()) {
    for (const bits of bitsOf(values)) {
      view.setUint32(position, bits, true);
      position += FLOAT_BYTES;
    }
  }
  return bytes;
}

/**
 * Decodes a safetensors file of float32 tensors.
 *
 * @param source name for error messages.
 * @throws HelmholtzError (`data`) if the file is damaged. It never reads beyond the end of the
 *   file.
 *
 * @example
 * ```ts
 * import { decodeSafetensors } from '@helmholtz/core/run';
 *
 * try {
 *   decodeSafetensors(new Uint8Array(3), 'weights.safetensors');
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // weights.safetensors is not a readable safetensors file: it has only 3 bytes.
 * }
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array, source: string): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = readHeader(bytes, view, source);
  const { __metadata__: metadata, ...rest } = header;
  const entries = Object.entries(rest).map(
    ([name, entry]) => [name, readEntry(name, entry, source)] as const,
  );
  const tensors = new Map<string, StoredTensor>();
  let expected = 0;
  for (const [name, entry] of entries.sort(byOffset)) {
    checkEntry(name, entry, expected, bytes.length - start, source);
    const [begin, end] = entry.data_offsets;
    const values = new Float32Array((end - begin) / FLOAT_BYTES);
    const bits = bitsOf(values);
    for (let i = 0; i < bits.length; i++) bits[i] = view.getUint32(start + begin + i * FLOAT_BYTES, true);
    tensors.set(name, { shape: entry.shape, values });
    expected = end;
  }
  if (start + expected !== bytes.length)
    throw damaged(source, `${bytes.length - start - expected} bytes belong to no tensor`);
  return { tensors, metadata: readMetadata(metadata, source) };
}

/** Same memory as integers: a NaN that is read as a number may lose its payload. */
function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

function readHeader(
  bytes: Uint8Array,
  view: DataView,
  source: string,
): { header: Record<string, unknown>; start: number } {
  if (bytes.length < LENGTH_BYTES) throw damaged(source, `it has only ${bytes.length} bytes`);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - LENGTH_BYTES))
    throw damaged(source, 'its header is longer than the file');
  if (length > MOST_HEADER_BYTES) throw damaged(source, `its header has ${length} bytes`);
  const start = LENGTH_BYTES + Number(length);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, start), source);
  if (typeof header === 'object' && header !== null && !Array.isArray(header))
    return { header: header as Record<string, unknown>, start };
  throw damaged(source, 'its header is not a JSON object');
}

function parseHeader(bytes: Uint8Array, source: string): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const [why] = (cause as Error).message.split('\n');
    throw damaged(source, `its header can't be read as JSON (${why})`);
  }
}

function readMetadata(metadata: unknown, source: string): Record<string, string> {
  const { data, success } = metadataText.safeParse(metadata ?? {});
  if (!success) throw damaged(source, 'its metadata are not text by name');
  return data;
}

function readEntry(name: string, entry: unknown, source: string): HeaderEntry {
  const { data, success } = headerEntry.safeParse(entry);
  if (!success) throw damaged(source, `the entry ${quoted(name)} is malformed`);
  if (data.dtype !== 'F32')
    throw damaged(source, `${quoted(name)} has the type ${quoted(data.dtype)}, F32 was expected`);
  return data;
}

function checkEntry(
  name: string,
  { shape, data_offsets: [begin, end] }: HeaderEntry,
  expected: number,
  dataLength: number,
  source: string,
): void {
  const size = shape.reduce((product, length) => product * length, FLOAT_BYTES);
  if (begin === expected && end - begin === size && end <= dataLength) return;
  throw damaged(
    source,
    `${quoted(name)} of shape [${shape.slice(0, 9).join(', ')}] does not fit the bytes ${begin} to ${end}`,
  );
}

type NamedEntry = readonly [string, HeaderEntry];

function byOffset([, { data_offsets: a }]: NamedEntry, [, { data_offsets: b }]: NamedEntry): number {
  return a[0] - b[0] || a[1] - b[1];
}

function damaged(source: string, what: string): HelmholtzError {
  return new HelmholtzError('data', `${source} is not a readable safetensors file: ${what}.`, {
    hint: 'It may be cut short or damaged: take another checkpoint, or train again.',
  });
}
