import type { ColumnMetaData, Compressors, DataReader, PageHeader, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';

import { checkRuns } from './check-runs.js';

export interface ColumnChunk {
  readonly metadata: ColumnMetaData;
  /** Fields of the schema from the root to the column. */
  readonly path: SchemaTree[];
  readonly bytes: Uint8Array;
}

/**
 * Checks that the pages of a column hold as many values as their row group declares. The library
 * trusts the numbers in pages and runs, and would fill the memory with what is not there.
 *
 * @throws Error for a page that holds more.
 */
export function checkPages({ metadata, path, bytes }: ColumnChunk, compressors: Compressors): void {
  const widths = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)].map(bitWidth);
  const reader = readerOf(bytes);
  let left = Number(metadata.num_values);
  while (reader.offset < bytes.length - 1 && left > 0) {
    const header = parquetHeader(reader);
    const page = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += Math.max(header.compressed_page_size, 0);
    const values = valuesIn(header);
    if (header.type === 'DICTIONARY_PAGE') {
      // A value has one bit at least.
      if (values > 8 * header.uncompressed_page_size) throw tooMany(values, 'its dictionary can hold');
      continue;
    }
    if (values > left) throw tooMany(values, `its row group has left: ${left}`);
    left -= values;
    checkPage(header, page, { metadata, compressors, widths, values });
  }
}

interface PageOptions {
  readonly metadata: ColumnMetaData;
  readonly compressors: Compressors;
  /** Bits of repetition and definition levels. */
  readonly widths: readonly number[];
  readonly values: number;
}

function checkPage(
  header: PageHeader,
  page: Uint8Array,
  { metadata: { type, codec }, compressors, widths, values }: PageOptions,
): void {
  const second = header.data_page_header_v2;
  const encoding = second?.encoding ?? header.data_page_header?.encoding;
  const hasRuns = encoding === 'RLE' || encoding?.endsWith('_DICTIONARY');
  const hasLevels = widths.some((width) => width > 0);
  if (second) {
    const lengths = [second.repetition_levels_byte_length, second.definition_levels_byte_length];
    let start = 0;
    lengths.forEach((length, kind) => {
      checkLevels(page.subarray(start, start + length), widths[kind] ?? 0, values);
      start += length;
    });
    const size = header.uncompressed_page_size - start;
    const data = page.subarray(start);
    if (!hasRuns || size <= 0) return;
    const isPacked = second.is_compressed !== false;
    checkData(readerOf(isPacked ? decompressPage(data, size, codec, compressors) : data), type, values);
  } else if (hasRuns || hasLevels) {
    const reader = readerOf(decompressPage(page, header.uncompressed_page_size, codec, compressors));
    for (const width of widths) {
      if (width === 0) continue;
      const length = reader.view.getUint32(reader.offset, true);
      const start = reader.view.byteOffset + reader.offset + 4;
      checkLevels(new Uint8Array(reader.view.buffer).subarray(start, start + length), width, values);
      reader.offset += 4 + length;
    }
    if (hasRuns) checkData(reader, type, values);
  }
}

const checkLevels = (bytes: Uint8Array, width: number, values: number): void => {
  if (width > 0) checkRuns(readerOf(bytes), width, values);
};

/** Runs of truth values begin with their length, those of a dictionary with the bits of a value. */
function checkData(reader: DataReader, type: ColumnMetaData['type'], values: number): void {
  if (reader.offset >= reader.view.byteLength) return;
  if (type === 'BOOLEAN') reader.offset += 4;
  const width = type === 'BOOLEAN' ? 1 : reader.view.getUint8(reader.offset++);
  if (width > 0) checkRuns(reader, width, values);
}

function valuesIn({ data_page_header, data_page_header_v2, dictionary_page_header }: PageHeader): number {
  const header = data_page_header_v2 ?? data_page_header ?? dictionary_page_header;
  const values = header?.num_values ?? 0;
  if (values < 0) throw new Error(`a page has ${values} values`);
  return values;
}

const readerOf = (bytes: Uint8Array): DataReader => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});

const bitWidth = (largest: number): number => 32 - Math.clz32(largest);

const tooMany = (values: number, than: string): Error =>
  new Error(`a page has ${values} values, more than ${than}`);
