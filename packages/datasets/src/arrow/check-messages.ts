import { DictionaryBatch } from 'apache-arrow/fb/dictionary-batch';
import { Message } from 'apache-arrow/fb/message';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { RecordBatch } from 'apache-arrow/fb/record-batch';
import { Schema } from 'apache-arrow/fb/schema';
import { ByteBuffer } from 'flatbuffers';

import { checkSchema } from './check-footer.js';

const CONTINUATION = 0xffffffff;
/** Bytes of the place of an entry of metadata. */
const OFFSET = 4;
/** Bytes of a node or a buffer in the metadata of a batch. */
const ENTRY = 16;

/**
 * Checks that the batches of an Arrow file or stream list no more than their metadata can hold. The
 * library trusts these lengths, and would fill the memory with what is not there.
 *
 * @param start where the messages begin.
 * @returns where the batches of records begin.
 * @throws Error for a message that is cut short or damaged.
 */
export function checkMessages(bytes: Uint8Array, start: number): Set<number> {
  const batches = new Set<number>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  while (at + 8 <= bytes.length && view.getUint32(at, true) === CONTINUATION) {
    const length = view.getInt32(at + 4, true);
    if (length === 0) return batches;
    const from = at + 8;
    if (length < 0 || from + length > bytes.length) throw new Error('a message is cut short');
    const message = Message.getRootAsMessage(new ByteBuffer(bytes.subarray(from, from + length)));
    if (OFFSET * message.customMetadataLength() > length) {
      throw new Error('a message has more metadata than it holds');
    }
    checkHeader(message, length);
    if (message.headerType() === MessageHeader.RecordBatch) batches.add(at);
    const body = Number(message.bodyLength());
    if (body < 0 || from + length + body > bytes.length) throw new Error('a batch is cut short');
    at = from + length + body;
  }
  return batches;
}

function checkHeader(message: Message, length: number): void {
  const type = message.headerType();
  if (type === MessageHeader.Schema) {
    const schema = message.header(new Schema()) as Schema | null;
    if (schema) checkSchema(schema, length);
  }
  const batch =
    type === MessageHeader.RecordBatch
      ? (message.header(new RecordBatch()) as RecordBatch | null)
      : type === MessageHeader.DictionaryBatch
        ? (message.header(new DictionaryBatch()) as DictionaryBatch | null)?.data()
        : undefined;
  if (batch && ENTRY * Math.max(batch.nodesLength(), batch.buffersLength()) > length) {
    throw new Error('a batch has more columns than its metadata holds');
  }
}
