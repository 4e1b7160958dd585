/**
 * Returns plain data as JSON that people can read: indented, lists of numbers or texts in one line.
 * Keys without a value are left out, as `JSON.stringify` leaves them out.
 *
 * @example
 * ```ts
 * import { writePlainJson } from '@helmholtz/base';
 *
 * console.log(writePlainJson({ means: [1, 2.5] }));
 * // {
 * //   "means": [1, 2.5]
 * // }
 * ```
 */
export function writePlainJson(value: unknown): string {
  return `${written(value, '')}\n`;
}

function written(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    if (items.every((item) => typeof item !== 'object' || item === null)) {
      return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
    }
    return `[\n${items.map((item) => inner + written(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${written(entry, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
