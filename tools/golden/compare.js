import { Buffer } from 'node:buffer';

/**
 * @typedef {object} Recording
 * @property {{ node: string, processor: string }} machine
 * @property {Record<string, Record<string, import('./train-works.js').OutcomeOrError>>} backends
 */

/**
 * Compares two recordings. What only the newer has is no difference: it was added.
 *
 * @param {Recording} older
 * @param {Recording} newer
 * @returns {{ differences: string[], added: string[] }}
 */
export function compare(older, newer) {
  /** @type {string[]} */
  const differences = [];
  /** @type {string[]} */
  const added = [];
  /** @param {string} path @param {unknown} before @param {unknown} after */
  const visit = (path, before, after) => {
    if (before === undefined) added.push(path);
    else if (after === undefined) differences.push(`${path}: missing`);
    else if (isRecord(before) && isRecord(after)) {
      const names = new Set([...Object.keys(before), ...Object.keys(after)]);
      for (const name of names) visit(`${path} > ${name}`, before[name], after[name]);
    } else if (before !== after) differences.push(`${path}: ${readable(before)}, now ${readable(after)}`);
  };
  for (const backend of new Set([...Object.keys(older.backends), ...Object.keys(newer.backends)])) {
    visit(backend, older.backends[backend], newer.backends[backend]);
  }
  return { differences, added };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === 'object' && value !== null;

/**
 * A metric as a number, a digest by its beginning.
 *
 * @param {unknown} value
 */
function readable(value) {
  const text = isRecord(value) ? JSON.stringify(value) : String(value);
  if (/^[0-9a-f]{16}$/.test(text)) return `${Buffer.from(text, 'hex').readDoubleBE()}`;
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) : text.slice(0, 200);
}
