import { HelmholtzError } from '@helmholtz/base';

/** How one value lies in a file. */
export interface ElementType {
  readonly name: string;
  /** That one value takes. */
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => number;
}

/** Whole numbers from here on are not exact as doubles. */
const LEAST_INEXACT = 2 ** 53;

export const uint8: ElementType = { name: 'uint8', bytes: 1, read: (view, offset) => view.getUint8(offset) };

const littleEndian = true;
const bigEndian = false;

/** By the names that NumPy writes: byte order, kind, bytes. */
export const numpyTypes: Readonly<Record<string, ElementType>> = {
  '|u1': uint8,
  '|b1': { ...uint8, name: 'bool' },
  '|i1': { name: 'int8', bytes: 1, read: (view, offset) => view.getInt8(offset) },
  ...ordered('<', littleEndian),
  ...ordered('>', bigEndian),
};

function ordered(mark: string, order: boolean): Record<string, ElementType> {
  const types: Record<string, ElementType> = {
    u2: { name: 'uint16', bytes: 2, read: (view, offset) => view.getUint16(offset, order) },
    i2: { name: 'int16', bytes: 2, read: (view, offset) => view.getInt16(offset, order) },
    u4: { name: 'uint32', bytes: 4, read: (view, offset) => view.getUint32(offset, order) },
    i4: { name: 'int32', bytes: 4, read: (view, offset) => view.getInt32(offset, order) },
    u8: { name: 'uint64', bytes: 8, read: (view, offset) => Number(view.getBigUint64(offset, order)) },
    i8: { name: 'int64', bytes: 8, read: (view, offset) => Number(view.getBigInt64(offset, order)) },
    f2: { name: 'float16', bytes: 2, read: (view, offset) => halfOf(view.getUint16(offset, order)) },
    f4: { name: 'float32', bytes: 4, read: (view, offset) => view.getFloat32(offset, order) },
    f8: { name: 'float64', bytes: 8, read: (view, offset) => view.getFloat64(offset, order) },
  };
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [mark + name, type]));
}

/** The number that the bits of a half-precision float stand for (IEEE 754 binary16). */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}

/**
 * Reads as many values as `out` takes.
 *
 * @param path the file, for errors.
 * @throws HelmholtzError (`data`) for a whole number of 64 bits that a double does not hold.
 */
export function readValues(
  { name, bytes, read }: ElementType,
  view: DataView,
  offset: number,
  out: Float32Array,
  path: string,
): void {
  const checked = name === 'int64' || name === 'uint64';
  for (let i = 0; i < out.length; i++) {
    const value = read(view, offset + i * bytes);
    if (checked && Math.abs(value) >= LEAST_INEXACT) throw inexact(path, name, value);
    out[i] = value;
  }
}

function inexact(path: string, name: string, value: number): HelmholtzError {
  return new HelmholtzError(
    'data',
    `${path} has the ${name} value ${value}; whole numbers up to 2^53 - 1 are read.`,
    { hint: 'Numbers this large are usually identifiers or times. Subtract an offset, or leave them out.' },
  );
}
