import { HelmholtzError } from '@helmholtz/base';
import type { ObjectiveTraits } from '../objectives/objective.js';
import type { PartFeed } from './feed.js';

/**
 * Returns the position of the first example of each batch of a pass. The last batch may be smaller.
 * If it has fewer examples than an objective needs, they join the batch before.
 *
 * @throws HelmholtzError (`usage`) for a batch size below the least; (`data`) for fewer examples.
 */
export function batchStarts(
  { name: data, size }: Pick<PartFeed, 'name' | 'size'>,
  batchSize: number,
  { name, leastBatch = 1 }: Pick<ObjectiveTraits, 'name' | 'leastBatch'>,
): number[] {
  if (batchSize < leastBatch) {
    throw new HelmholtzError(
      'usage',
      `The objective "${name}" compares the examples of a batch, and the batch size is ${batchSize}.`,
      { hint: `Give a batch size of at least ${leastBatch}: training: { batchSize: 128 }.` },
    );
  }
  if (size < leastBatch) {
    throw new HelmholtzError(
      'data',
      `The objective "${name}" compares at least ${leastBatch} examples, and ${data} has ${size}.`,
      { hint: 'Give more examples, or choose the objective elbo.' },
    );
  }
  return Array.from({ length: batchCount(size, batchSize, leastBatch) }, (_, batch) => batch * batchSize);
}

/** Returns the number of batches of a pass. */
export function batchCount(size: number, batchSize: number, leastBatch = 1): number {
  const full = Math.floor(size / batchSize);
  const remainder = size - full * batchSize;
  return remainder === 0 || (remainder < leastBatch && full > 0) ? full : full + 1;
}
