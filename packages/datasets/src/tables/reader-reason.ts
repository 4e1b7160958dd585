/**
 * Returns why a package could not read a file. What it does not support is named; damage is met
 * at any place, and its words for that tell a reader nothing.
 */
export function readerReason(cause: unknown): string {
  const words = cause instanceof Error ? cause.message.replace(/\.$/, '') : '';
  return /support|not implemented|unknown compression/i.test(words) ? words : 'its contents are damaged';
}
