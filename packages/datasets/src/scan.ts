import { batches } from './batches.js';
import type { Dataset, UniformSource } from './dataset.js';

/** What a sample of the data looks like, to hold against the support of a likelihood. */
export interface Support {
  readonly min: number;
  readonly max: number;
  /** Every value is a whole number. */
  readonly integer: boolean;
  /** Every value is 0 or 1. */
  readonly binary: boolean;
  /** Number of examples looked at. */
  readonly sampleSize: number;
}

/** Looks at up to `sampleSize` examples, spread evenly over the data set. */
export function scan(dataset: Dataset, sampleSize = 1_000): Support {
  const count = Math.min(sampleSize, dataset.size);
  const order = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * dataset.size) / count));
  let min = Infinity;
  let max = -Infinity;
  let integer = true;
  let binary = true;
  for (const { values } of batches(dataset, { batchSize: 128, order, random: goldenSequence() })) {
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
      if (integer && !Number.isInteger(value)) integer = false;
      if (binary && value !== 0 && value !== 1) binary = false;
    }
  }
  return { min, max, integer, binary, sampleSize: count };
}

/** The support of sampled values does not depend on the draws, so an even sequence will do and costs the caller none. */
function goldenSequence(): UniformSource {
  const step = (Math.sqrt(5) - 1) / 2;
  let position = 0;
  return { next: () => (position = (position + step) % 1) };
}
