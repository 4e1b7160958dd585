import type { PartsFeed } from './data-parts.js';
import type { Keys } from './data-tensor.js';
import type { Feed } from './feed.js';

/** Order of the examples of a feed. */
export type OrderOf = (feed: Pick<Feed, 'size' | 'chunk'>, ...keys: Keys) => Uint32Array;

/**
 * Returns a function from the number of a batch to the examples of all parts but the one that
 * determines an epoch. These parts are repeated, each time in another order.
 */
export function repeatedParts(
  { parts, epoch }: PartsFeed,
  orderOf: OrderOf,
): (batch: number) => Readonly<Record<string, Uint32Array>> {
  const others = Object.entries(parts).filter(([name]) => name !== epoch);
  const endless = others.map(([name, { feed, batchSize }]) => {
    let round = -1;
    let order: Uint32Array = new Uint32Array(0);
    const at = (position: number): number => {
      const current = Math.floor(position / feed.size);
      if (current !== round) [round, order] = [current, orderOf(feed, 'part', name, current)];
      return order[position % feed.size]!;
    };
    const indices = (batch: number): Uint32Array =>
      Uint32Array.from({ length: batchSize }, (_, index) => at(batch * batchSize + index));
    return [name, indices] as const;
  });
  return (batch) => Object.fromEntries(endless.map(([name, indices]) => [name, indices(batch)]));
}
