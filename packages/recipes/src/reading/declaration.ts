/** Spec from a file, a recipe and options, before validation. */
export type Declaration = Record<string, unknown>;

/** Returns a section as a mapping. A name becomes `{ name }`. Other values give undefined. */
export function part(value: unknown): Declaration | undefined {
  if (typeof value === 'string') return { name: value };
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Declaration)
    : undefined;
}
