import { HelmholtzError, platform } from '@helmholtz/base';

/** Placeholder of a checksum, of the same length. */
export const UNSEALED = '0'.repeat(64);

const BEFORE = '"checksum":"';

/**
 * Writes the SHA-256 of a file into it, in place: into the first `"checksum":"000..."` of its
 * header. The checksum is that of the file before, so every byte counts.
 */
export function seal(bytes: Uint8Array): Uint8Array {
  const position = positionOf(bytes, UNSEALED);
  if (position < 0) throw new Error('The header has no space for a checksum.');
  bytes.set(new TextEncoder().encode(digest(bytes, position)), position);
  return bytes;
}

/**
 * Compares the checksum that a file states with its contents.
 *
 * @throws HelmholtzError (`data`) if they differ.
 */
export function checkSeal(bytes: Uint8Array, checksum: string, source: string): void {
  const position = positionOf(bytes, checksum);
  if (position >= 0 && checksum.length === UNSEALED.length && digest(bytes, position) === checksum) return;
  throw new HelmholtzError('data', `${source} is damaged: its checksum does not match its contents.`, {
    hint: 'Use another checkpoint, or train again.',
  });
}

/** The position of a checksum behind its key; -1 if it is not there. */
function positionOf(bytes: Uint8Array, checksum: string): number {
  const pattern = new TextEncoder().encode(BEFORE + checksum);
  const first = BEFORE.charCodeAt(0);
  for (let start = bytes.indexOf(first); start >= 0; start = bytes.indexOf(first, start + 1))
    if (pattern.every((byte, index) => bytes[start + index] === byte)) return start + BEFORE.length;
  return -1;
}

function digest(bytes: Uint8Array, position: number): string {
  const hash = platform.createHash('sha256');
  hash.update(bytes.subarray(0, position));
  hash.update(new TextEncoder().encode(UNSEALED));
  hash.update(bytes.subarray(position + UNSEALED.length));
  return hash.digest();
}
