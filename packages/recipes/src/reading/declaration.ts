/** What a file, a recipe and options declare of a spec, not yet checked. */
export type Declaration = Record<string, unknown>;

/** Returns a part of a declaration that has entries: a mapping, or a name that stands for `{ name }`. */
export function part(value: unknown): Declaration | undefined {
  if (typeof value === 'string') return { name: value };
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Declaration)
    : undefined;
}
