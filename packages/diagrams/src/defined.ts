/**
 * Copies options without those that are `undefined`, so that they do not hide a default when spread
 * over it.
 */
export function defined<Options extends object>(options: Options): Partial<Options> {
  const entries = Object.entries(options).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}
