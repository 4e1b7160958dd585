import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** @typedef {{ readonly shape: readonly number[], readonly values: Float32Array }} StoredWeight */

/**
 * Returns initial weights that follow from each weight's name and shape alone: matrices and filters
 * are uniform within Glorot's limit. Vectors and scalars keep the model's own value, moved by at
 * most 0.05, because some must be positive.
 *
 * @param {ReadonlyMap<string, StoredWeight>} own the weights of a model that has just been built
 * @returns {Map<string, StoredWeight>}
 */
export function initialWeights(own) {
  return new Map(
    [...own].map(([name, { shape, values }]) => {
      const next = uniform(`${name} ${shape.join()}`);
      const isMatrix = shape.length > 1;
      const limit = isMatrix ? glorotLimit(shape) : 0.05;
      return [name, { shape, values: values.map((value) => (isMatrix ? 0 : value) + limit * (2 * next() - 1)) }];
    }),
  );
}

/** @param {readonly number[]} shape */
function glorotLimit(shape) {
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  const window = shape.slice(0, -2).reduce((product, side) => product * side, 1);
  return Math.sqrt(6 / (window * (inputs + outputs)));
}

/**
 * Uniform numbers in [0, 1) from SHA-256 in counter mode, the same on every machine.
 *
 * @param {string} key
 */
function uniform(key) {
  let block = Buffer.alloc(0);
  let offset = 0;
  let counter = 0;
  return () => {
    if (offset === block.length) {
      block = createHash('sha256').update(`${key} ${counter++}`).digest();
      offset = 0;
    }
    offset += 4;
    return block.readUInt32LE(offset - 4) / 2 ** 32;
  };
}
