import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/**
 * Returns a fingerprint of the inputs and outputs of a step of the set-up: inputs by content,
 * outputs by time, so that a changed or deleted output is noticed. Outputs may be missing, inputs
 * must not.
 *
 * @param {string[]} inputs paths of files
 * @param {string[]} outputs paths of files or folders
 * @returns {string}
 */
export function stateOf(inputs, outputs) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const path of inputs) hash.update(`\0${path}\0`).update(readFileSync(path));
  for (const path of outputs) {
    hash.update(`\0${path}\0${statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 'missing'}`);
  }
  return hash.digest('hex');
}
