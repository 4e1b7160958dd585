import { createHash } from 'node:crypto';

import { HelmholtzError } from '@helmholtz/base';

/** Stands in a file where its checksum will: as long as one. */
export const UNSEALED = '0'.repeat(64);

const BEFORE = '"checksum":"';

/**
 * Writes the SHA-256 of a file into it, in place: into the first `"checksum":"000..."` of its header. The checksum is
 * of the file as it was before, so that every byte counts.
 */
export function seal(bytes: Uint8Array): Uint8Array {
  const position = positionOf(bytes, UNSEALED);
  if (position < 0) throw new Error('There is no place for a checksum.');
  bytes.set(new TextEncoder().encode(digest(bytes, position)), position);
  return bytes;
}

/**
 * @param checksum what the file says of itself.
 * @throws HelmholtzError (`data`) where the bytes are not those that were sealed.
 */
export function checkSeal(bytes: Uint8Array, checksum: string, source: string): void {
  const position = positionOf(bytes, checksum);
  if (position >= 0 && checksum.length === UNSEALED.length && digest(bytes, position) === checksum) return;
  throw new HelmholtzError('data', `${source} is damaged: its checksum is not that of its contents.`, {
    hint: 'Take another checkpoint, or train again.',
  });
}

function positionOf(bytes: Uint8Array, checksum: string): number {
  const { buffer, byteOffset, byteLength } = bytes;
  const found = Buffer.from(buffer, byteOffset, byteLength).indexOf(BEFORE + checksum);
  return found < 0 ? -1 : found + BEFORE.length;
}

function digest(bytes: Uint8Array, position: number): string {
  const hash = createHash('sha256');
  hash.update(bytes.subarray(0, position)).update(UNSEALED);
  return hash.update(bytes.subarray(position + UNSEALED.length)).digest('hex');
}
