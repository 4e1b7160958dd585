import type { ParquetParsers, SchemaTree } from 'hyparquet';

import { type ColumnarColumn, dateText, nestedText, shortFloat32, timeText } from '../csv/columnar-table.js';

const utf8 = new TextDecoder();

/** Reads dates, times and JSON as the texts of their cells. */
export const parsers: ParquetParsers = {
  timestampFromMilliseconds: (value) => timeText(Number(value)),
  timestampFromMicroseconds: (value) => timeText(Number(floored(value, 1000n))),
  timestampFromNanoseconds: (value) => timeText(Number(floored(value, 1_000_000n))),
  dateFromDays: dateText,
  stringFromBytes: (bytes) => utf8.decode(bytes),
  jsonFromBytes: (bytes) => utf8.decode(bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
  uuidFromBytes: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
};

/** Division that rounds down, also before 1970. */
function floored(value: bigint, by: bigint): bigint {
  const whole = value / by;
  return value < 0n && whole * by !== value ? whole - 1n : whole;
}

/** Returns what the cells of a column are. */
export function typeOf({ element, children }: SchemaTree): ColumnarColumn['type'] {
  if (children.length > 0 || element.repetition_type === 'REPEATED') return 'nested';
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return 'number';
  return type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY' ? 'text' : 'number';
}

/** Returns a column's type in the words of Parquet. */
export function nameOfType({ element, children }: SchemaTree): string {
  const { type, converted_type: converted, logical_type: logical } = element;
  return logical?.type ?? converted ?? (children.length > 0 ? 'STRUCT' : (type ?? 'unknown'));
}

/** Returns a function that writes a value of a column as the text of its cell. */
export function cellText(field: SchemaTree): (value: unknown) => string {
  const { element } = field;
  const isFloat32 = element.type === 'FLOAT';
  const isDecimal = element.converted_type === 'DECIMAL';
  const perSecond = unitsPerSecond(field);
  return (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return value;
    if (perSecond !== undefined) return `${Number(value) / perSecond}`;
    if (typeof value === 'number') {
      if (isFloat32) return shortFloat32(value);
      return isDecimal ? value.toFixed(Math.min(element.scale ?? 0, 100)) : `${value}`;
    }
    if (typeof value === 'bigint' || typeof value === 'boolean') return `${value}`;
    return value instanceof Uint8Array ? utf8.decode(value) : nestedText(value);
  };
}

/** Times of a day become seconds. */
function unitsPerSecond({ element }: SchemaTree): number | undefined {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'TIME_MILLIS') return 1e3;
  if (converted === 'TIME_MICROS') return 1e6;
  if (logical?.type !== 'TIME') return undefined;
  return { MILLIS: 1e3, MICROS: 1e6, NANOS: 1e9 }[logical.unit];
}
