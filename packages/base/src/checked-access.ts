/**
 * Returns the item at an index; a negative index counts from the end, as in `Array.at`.
 *
 * For an item that exists by construction: a missing item is a fault of the program, not of its
 * input.
 *
 * @throws RangeError if the list has no such item.
 *
 * @example
 * ```ts
 * import { itemAt } from '@helmholtz/base';
 *
 * console.log(itemAt([3, 4, 5], -1)); // 5
 * ```
 */
export function itemAt<T>(list: readonly (T | undefined)[], index: number): T {
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined)
    throw new RangeError(`Internal error: a list of ${list.length} has no item ${index}.`);
  return item;
}

/**
 * Returns the value of a key of a map.
 *
 * For a key that exists by construction: a missing key is a fault of the program, not of its input.
 *
 * @throws RangeError if the map has no such key.
 *
 * @example
 * ```ts
 * import { entryOf } from '@helmholtz/base';
 *
 * console.log(entryOf(new Map([['units', 64]]), 'units')); // 64
 * ```
 */
export function entryOf<K, V>(map: ReadonlyMap<K, V | undefined>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`Internal error: the map has no key ${named(key)}.`);
  return value;
}

/** A tuple of `N` items. */
type ItemsOf<T, N extends number, Items extends T[] = []> = Items['length'] extends N
  ? Items
  : ItemsOf<T, N, [...Items, T]>;

/**
 * Returns the first items of a list as a tuple, whose items need no further check.
 *
 * @throws RangeError if the list is shorter.
 *
 * @example
 * ```ts
 * import { firstItems } from '@helmholtz/base';
 *
 * const [rows, columns] = firstItems([28, 28, 1], 2);
 * console.log(rows * columns); // 784
 * ```
 */
export function firstItems<T, const N extends number>(
  list: readonly (T | undefined)[],
  count: N,
): ItemsOf<T, N> {
  return Array.from({ length: count }, (_, index) => itemAt(list, index)) as ItemsOf<T, N>;
}

function named(key: unknown): string {
  return typeof key === 'string' || typeof key === 'number' ? JSON.stringify(key) : `of type ${typeof key}`;
}
