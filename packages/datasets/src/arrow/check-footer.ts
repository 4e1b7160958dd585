import { Field } from 'apache-arrow/fb/field';
import { Footer } from 'apache-arrow/fb/footer';
import type { Schema } from 'apache-arrow/fb/schema';
import { ByteBuffer } from 'flatbuffers';

/** Behind the footer are its length, in 4 bytes, and the name of the format. */
const BEHIND_FOOTER = 10;
/** Bytes of the place of a batch in a footer. */
const BLOCK = 24;
/** Bytes of the place of a field, or of an entry of metadata, in a schema. */
const OFFSET = 4;

/**
 * Checks that the footer of an Arrow file lists no more batches and fields than it can hold. The
 * library trusts these lengths, and would read for hours.
 *
 * @param batches where the batches of records begin.
 * @throws Error for a damaged footer.
 */
export function checkFooter(bytes: Uint8Array, batches: ReadonlySet<number>): void {
  const end = bytes.length - BEHIND_FOOTER;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getInt32(end, true);
  if (length <= 0 || length > end) throw new Error('its footer is cut short');
  const footer = Footer.getRootAsFooter(new ByteBuffer(bytes.subarray(end - length, end)));
  const listedBatches = footer.recordBatchesLength() + footer.dictionariesLength();
  if (BLOCK * listedBatches + OFFSET * footer.customMetadataLength() > length) {
    throw new Error('its footer lists more batches than it holds');
  }
  const listed = Array.from({ length: footer.recordBatchesLength() }, (_, index) =>
    Number(footer.recordBatches(index)?.offset()),
  );
  // At another message, the library would read it again and again.
  if (new Set(listed).size < listed.length || listed.some((offset) => !batches.has(offset))) {
    throw new Error('its footer lists a batch that is not there');
  }
  const schema = footer.schema();
  if (schema) checkSchema(schema, length);
}

/**
 * Checks the fields of a schema in so many bytes.
 *
 * @throws Error for more fields than it can hold.
 */
export function checkSchema(schema: Schema, length: number): void {
  let entries = 0;
  const count = (more: number): void => {
    entries += more;
    if (OFFSET * entries > length) throw new Error('its schema lists more fields than it holds');
  };
  const visit = (field: Field | null): void => {
    if (!field) return;
    count(field.childrenLength() + field.customMetadataLength());
    for (let child = 0; child < field.childrenLength(); child++) visit(field.children(child, new Field()));
  };
  count(schema.fieldsLength() + schema.customMetadataLength() + schema.featuresLength());
  for (let index = 0; index < schema.fieldsLength(); index++) visit(schema.fields(index, new Field()));
}
