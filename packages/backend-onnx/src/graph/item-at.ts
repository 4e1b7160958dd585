/**
 * Returns the item at an index that exists by construction; a negative index counts from the end.
 *
 * @throws RangeError if the list has no such item, which is a fault of the backend.
 */
export function itemAt<T>(list: readonly (T | undefined)[], index: number): T {
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined)
    throw new RangeError(`Internal error: a list of ${list.length} has no item ${index}.`);
  return item;
}

/**
 * Returns the value of a key that exists by construction.
 *
 * @throws RangeError if the map has no such key, which is a fault of the backend.
 */
export function entryOf<K, V>(map: ReadonlyMap<K, V | undefined>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError('Internal error: a map does not have the key.');
  return value;
}

/**
 * Returns the items of a list in which none is missing by construction.
 *
 * @throws RangeError if an item is undefined, which is a fault of the backend.
 */
export function itemsOf<T>(list: readonly (T | undefined)[]): T[] {
  return list.map((_, index) => itemAt(list, index));
}

/** A tuple of `N` items. */
type Items<T, N extends number, Found extends T[] = []> = Found['length'] extends N
  ? Found
  : Items<T, N, [...Found, T]>;

/**
 * Returns the first items of a list that has them by construction.
 *
 * @throws RangeError if the list is shorter, which is a fault of the backend.
 */
export function firstItems<T, const N extends number>(
  list: readonly (T | undefined)[],
  count: N,
): Items<T, N> {
  return Array.from({ length: count }, (_, index) => itemAt(list, index)) as Items<T, N>;
}
