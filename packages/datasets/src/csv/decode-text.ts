import { HelmholtzError } from '@helmholtz/base';

/**
 * Returns the bytes of a file as text in UTF-8.
 *
 * @param line the line that the bytes begin in, from 1.
 * @throws HelmholtzError (`data`) that names the file's actual format, or the first line that is
 * not in UTF-8.
 */
export function decodeText(bytes: Uint8Array, name: string, line = 1): string {
  const [first, second] = line === 1 ? bytes : [];
  if (first === 0x50 && second === 0x4b) {
    throw new HelmholtzError('data', `${name} is a spreadsheet or a ZIP archive, not text.`, {
      hint: 'Export the sheet as CSV in UTF-8.',
    });
  }
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || bytes.subarray(0, SAMPLE).includes(0)) {
    const what = marked ? 'is text in UTF-16' : 'has zero bytes, as text in UTF-16 or a binary file';
    throw new HelmholtzError('data', `${name} ${what}, not text in UTF-8.`, { hint: asUtf8 });
  }
  try {
    return decode(bytes);
  } catch (error) {
    throw new HelmholtzError(
      'data',
      `${name} is not text in UTF-8: line ${firstInvalidLine(bytes) + line - 1} has other bytes.`,
      { hint: `${asUtf8} Files of older programs are often in Windows-1252 (Latin-1).`, cause: error },
    );
  }
}

const SAMPLE = 4096;
const asUtf8 = 'Save it as CSV in UTF-8.';
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function firstInvalidLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    try {
      decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    line++;
    start = end + 1;
  }
  return line;
}
