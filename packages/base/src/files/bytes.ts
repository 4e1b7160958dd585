/**
 * Returns the bytes of text in UTF-8; bytes as they are.
 *
 * @example
 * ```ts
 * import { toBytes } from '@helmholtz/base';
 *
 * toBytes('ä').length; // 2
 * ```
 */
export function toBytes(contents: string | Uint8Array): Uint8Array {
  return typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
}

/**
 * Returns text of bytes in UTF-8. A byte-order mark stays, and invalid bytes become U+FFFD.
 *
 * @example
 * ```ts
 * import { toText } from '@helmholtz/base';
 *
 * toText(Uint8Array.of(104, 105)); // 'hi'
 * ```
 */
export function toText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/**
 * Returns the bytes of several arrays one after another, in one new array.
 *
 * @example
 * ```ts
 * import { concatBytes } from '@helmholtz/base';
 *
 * concatBytes([Uint8Array.of(1), Uint8Array.of(2, 3)]).length; // 3
 * ```
 */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
