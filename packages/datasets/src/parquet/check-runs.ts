import type { DataReader } from 'hyparquet';
import { readVarInt } from 'hyparquet/src/thrift.js';

/** A writer may fill up its last run: the longest that is usual, and a group of eight. */
const MOST_EXTRA = 512;

/**
 * Checks that runs hold no more values than their page declares. The library writes out each run
 * as long as it says that it is.
 *
 * Apache Parquet, Encodings: run length encoding and bit packing hybrid.
 *
 * @param width bits of a value.
 * @param values how many values the page declares.
 * @throws Error for a run that is longer.
 */
export function checkRuns(reader: DataReader, width: number, values: number): void {
  let seen = 0;
  while (seen < values && reader.offset < reader.view.byteLength) {
    const header = readVarInt(reader) >>> 0;
    const isPacked = (header & 1) === 1;
    const count = isPacked ? 8 * (header >>> 1) : header >>> 1;
    if (count > values - seen + MOST_EXTRA) {
      throw new Error(`a run has ${count} values, and ${values - seen} of its page are left`);
    }
    reader.offset += isPacked ? width * (header >>> 1) : Math.ceil(width / 8);
    seen += count;
  }
}
