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
  const other = line === 1 ? kindOf(bytes) : undefined;
  if (other) throw new HelmholtzError('data', `${name} is ${other.what}.`, { hint: other.hint });
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

/** What a file is that is no table of text, by its first bytes. */
function kindOf(bytes: Uint8Array): { readonly what: string; readonly hint: string } | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16)).toLowerCase();
  if (start.startsWith('par1'))
    return { what: 'a Parquet file', hint: 'Rename it: its name ends in .parquet.' };
  if (start.startsWith('arrow1'))
    return { what: 'an Arrow file', hint: 'Rename it: its name ends in .arrow.' };
  if (/^\s*<(!doctype |html)/.test(start)) {
    return { what: 'a web page, not a table', hint: 'Download the file that the page links to.' };
  }
  return undefined;
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
