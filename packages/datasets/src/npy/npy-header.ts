import type { ArrayHeader } from '../arrays/array-header.js';
import { type ElementType, numpyTypes } from '../arrays/element-types.js';
import { HelmholtzError } from '@helmholtz/base';

const magic = '\x93NUMPY';
/** The magic, the version, and the length of the dictionary that follows. */
const shortPrefix = 10;
const longPrefix = 12;

/** NumPy writes 118 bytes or so; it refuses to read more than 10,000 itself. */
const longestDictionary = 10_000;

/**
 * Reads the header of a NumPy .npy file: a magic number, the version, and a dictionary in Python's
 * notation of the type, order and shape (`numpy.lib.format`, versions 1.0 to 3.0). Returns
 * undefined while `bytes` holds only part of it.
 *
 * Nothing of it is evaluated, and objects, which would be unpickled by running code, are refused.
 */
export function parseNpyHeader(bytes: Uint8Array, path: string): ArrayHeader | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, magic.length));
  if (!magic.startsWith(start)) throw refused(path, 'it does not start with \\x93NUMPY');
  if (bytes.length < longPrefix) return undefined;
  const major = bytes[6]!;
  if (major < 1 || major > 3)
    throw refused(path, `its version is ${major}.${bytes[7]}, 1.0 to 3.0 are known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const prefix = major === 1 ? shortPrefix : longPrefix;
  const dictionary = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (dictionary > longestDictionary) throw refused(path, `its header is said to take ${dictionary} bytes`);
  const length = prefix + dictionary;
  if (bytes.length < length) return undefined;
  const text = new TextDecoder('latin1').decode(bytes.subarray(prefix, length));
  return { ...parseDictionary(text, path), length };
}

const entry = /\s*'(\w+)'\s*:\s*('[^']*'|\w+|\([\d\s,]*\))\s*(?:,|(?=\}))/y;

function parseDictionary(text: string, path: string): Pick<ArrayHeader, 'shape' | 'type'> {
  const entries = new Map<string, string>();
  const body = text.trim();
  entry.lastIndex = 1;
  for (let match = entry.exec(body); match; match = entry.exec(body)) {
    entries.set(match[1]!, match[2]!);
    if (/^\s*\}$/.test(body.slice(entry.lastIndex))) break;
  }
  const [descr, order, shape] = ['descr', 'fortran_order', 'shape'].map((name) => entries.get(name));
  const axes = shape?.startsWith('(') ? axesOf(shape) : undefined;
  if (/'descr'\s*:\s*\[/.test(body)) throw structured(path);
  if (!body.startsWith('{') || entries.size !== 3 || !descr?.startsWith("'") || axes === undefined)
    throw refused(path, `its header is ${JSON.stringify(text.slice(0, 80))}`);
  const columnMajor = order !== 'False' && axes.length > 1;
  const type = typeOf(descr.slice(1, -1), path);
  return { type, shape: axes, ...(columnMajor ? { columnMajor } : {}) };
}

/** Parses `(2, 3)`, `(2,)` or `()`. Returns undefined for other texts. */
function axesOf(tuple: string): number[] | undefined {
  const parts = tuple
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  return parts.every((part) => /^\d{1,15}$/.test(part)) ? parts.map(Number) : undefined;
}

function typeOf(descr: string, path: string): ElementType {
  const type = Object.hasOwn(numpyTypes, descr) ? numpyTypes[descr] : undefined;
  if (type) return type;
  const [what, hint] = kinds[descr.replace(/^[<>|=]/, '').charAt(0)] ?? [
    'values',
    'save array.astype("float32") or array.astype("uint8") instead',
  ];
  throw new HelmholtzError(
    'data',
    `${path} holds ${what} of the type ${JSON.stringify(descr.slice(0, 60))}.`,
    { hint: `Numbers were expected: ${hint}.` },
  );
}

/** Unsupported types by the letter of NumPy, with a name and a hint for the error. */
const kinds: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  O: [
    'Python objects, which are pickled and never loaded,',
    'for rows of equal length save numpy.stack(list(array)).astype("float32")',
  ],
  U: [
    'text',
    'save array.astype("float32"), or the codes that numpy.unique(array, return_inverse=True) gives',
  ],
  S: [
    'text',
    'save array.astype("float32"), or the codes that numpy.unique(array, return_inverse=True) gives',
  ],
  c: ['complex numbers', 'save numpy.stack([array.real, array.imag], axis=-1).astype("float32")'],
  M: ['dates', 'save array.astype("datetime64[D]").astype("int64").astype("float32"), days since 1970'],
  m: ['durations', 'save (array / numpy.timedelta64(1, "s")).astype("float32"), seconds'],
  V: ['records', 'save each field, such as array["name"], as its own array'],
  f: ['floats', 'save array.astype("float32") instead'],
};

function structured(path: string): HelmholtzError {
  return new HelmholtzError('data', `${path} holds records (a structured dtype).`, {
    hint: 'Save the fields as one array: numpy.lib.recfunctions.structured_to_unstructured(array).astype("float32").',
  });
}

function refused(path: string, why: string): HelmholtzError {
  return new HelmholtzError('data', `${path} is not a .npy file of one array: ${why}.`, {
    hint: 'Write it by numpy.save.',
  });
}
