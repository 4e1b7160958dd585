import {
  compressionRegistry,
  CompressionType,
  DataType,
  type Decimal,
  Precision,
  tableFromIPC,
  type Time,
  type Duration,
  TimeUnit,
  type Vector,
} from 'apache-arrow';
import { decompress } from 'fzstd';

import { type ColumnarColumn, dateText, nestedText, shortFloat32, timeText } from '../csv/columnar-table.js';
import { unpackLz4Frame } from '../compression/lz4.js';
import { checkFooter } from './check-footer.js';
import { checkMessages } from './check-messages.js';

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4Frame });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompress(bytes).slice() });

interface DecodedArrow {
  readonly rows: number;
  readonly columns: readonly ColumnarColumn[];
}

/**
 * Returns the columns of an Arrow IPC file or stream.
 *
 * @param start where its messages begin.
 * @throws Error for damaged bytes.
 */
export function decodeArrow(bytes: Uint8Array, start: number): DecodedArrow {
  const batches = checkMessages(bytes, start);
  // A stream has no footer.
  if (start > 0) checkFooter(bytes, batches);
  const table = tableFromIPC(bytes);
  const columns = table.schema.fields.map((field, index): ColumnarColumn => {
    const { name } = field;
    const type = field.type as DataType;
    const values = table.getChildAt(index);
    checkFilled(name, type, values, table.numRows);
    const typeName = (type as { toString: () => string }).toString();
    return { name, type: typeOf(type), typeName, texts: () => cellTexts(type, values) };
  });
  return { rows: table.numRows, columns };
}

/** A damaged file may promise more rows than its buffers hold. */
function checkFilled(name: string, type: DataType, values: Vector | null, rows: number): void {
  // These have no buffers of their own, or those of their parts.
  if (DataType.isNull(type) || typeOf(type) === 'nested') return;
  const perByte = DataType.isBool(type) ? 8 : 1;
  const parts = values?.data ?? [];
  const valueCount = parts.reduce((sum, { length }) => sum + length, 0);
  const isFilled = parts.every(({ length, values: own, valueOffsets }) => {
    const offsets = valueOffsets as ArrayLike<number> | undefined;
    const bytes = own as ArrayBufferView | undefined;
    return length <= (offsets ? offsets.length - 1 : perByte * (bytes?.byteLength ?? 0));
  });
  if (!isFilled || valueCount !== rows) throw new Error(`column "${name}" does not have ${rows} values`);
}

function typeOf(type: DataType): ColumnarColumn['type'] {
  if (DataType.isDictionary(type))
    return typeOf(type.dictionary as DataType) === 'nested' ? 'nested' : 'text';
  if (isText(type)) return 'text';
  const isNumber =
    DataType.isInt(type) ||
    DataType.isFloat(type) ||
    DataType.isBool(type) ||
    DataType.isDecimal(type) ||
    DataType.isNull(type) ||
    isTime(type);
  return isNumber ? 'number' : 'nested';
}

const isText = (type: DataType): boolean =>
  DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);

const isTime = (type: DataType): boolean =>
  DataType.isDate(type) || DataType.isTimestamp(type) || DataType.isTime(type) || DataType.isDuration(type);

function cellTexts(type: DataType, values: Vector | null): string[] {
  const text = cellText(type);
  const texts: string[] = [];
  // A field without its column has no values.
  for (const value of values ?? []) texts.push(value === null || value === undefined ? '' : text(value));
  return texts;
}

function cellText(type: DataType): (value: unknown) => string {
  if (DataType.isDictionary(type)) return cellText(type.dictionary as DataType);
  if (DataType.isDate(type)) return (value) => dateText(Math.floor(Number(value) / 86_400_000));
  if (DataType.isTimestamp(type)) return (value) => timeText(Math.floor(Number(value)));
  if (DataType.isTime(type) || DataType.isDuration(type)) return (value) => seconds(value, type);
  if (DataType.isDecimal(type)) return (value) => decimalText(value as Uint32Array, type);
  if (DataType.isFloat(type) && type.precision === Precision.SINGLE)
    return (value) => shortFloat32(Number(value));
  return (value) => {
    if (typeof value === 'string') return value;
    const isPlain = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
    return isPlain ? `${value}` : nestedText(value);
  };
}

/** Times of a day and durations in seconds. */
function seconds(value: unknown, { unit }: Time | Duration): string {
  const perSecond = {
    [TimeUnit.SECOND]: 1,
    [TimeUnit.MILLISECOND]: 1e3,
    [TimeUnit.MICROSECOND]: 1e6,
    [TimeUnit.NANOSECOND]: 1e9,
  }[unit];
  return `${Number(value) / perSecond}`;
}

/** A decimal number is a signed whole number of 32-bit words, the lowest first. */
function decimalText(words: Uint32Array, { scale }: Decimal): string {
  const bits = 32 * words.length;
  let value = 0n;
  for (let at = words.length - 1; at >= 0; at--) value = (value << 32n) | BigInt(words[at] ?? 0);
  const signed = BigInt.asIntN(bits, value);
  const digits = `${signed < 0n ? -signed : signed}`.padStart(scale + 1, '0');
  const sign = signed < 0n ? '-' : '';
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : `${sign}${digits}`;
}
