/** How one value lies in a file. */
export interface ElementType {
  readonly name: string;
  /** That one value takes. */
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => number;
}

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
    f4: { name: 'float32', bytes: 4, read: (view, offset) => view.getFloat32(offset, order) },
    f8: { name: 'float64', bytes: 8, read: (view, offset) => view.getFloat64(offset, order) },
  };
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [mark + name, type]));
}

/** Reads as many values as `out` takes. */
export function readValues(
  { bytes, read }: ElementType,
  view: DataView,
  offset: number,
  out: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = read(view, offset + i * bytes);
}
