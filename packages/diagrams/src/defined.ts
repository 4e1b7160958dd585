/**
 * Copies options without `undefined` values, which would override a default when spread over it.
 */
export function defined<Options extends object>(options: Options): Partial<Options> {
  const entries = Object.entries(options).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}
