/** A part as a spec names it: its name alone, or with options. */
export type PartReference = string | { readonly name: string; readonly [option: string]: unknown };

export function partName(reference: PartReference): string {
  return typeof reference === 'string' ? reference : reference.name;
}

/** The options beside the name. */
export function partOptions(reference: PartReference): Record<string, unknown> {
  if (typeof reference === 'string') return {};
  const { name: _name, ...options } = reference;
  return options;
}
