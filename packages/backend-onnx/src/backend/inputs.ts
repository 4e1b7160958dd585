/** Inputs of a kernel: tensors by name or, for some kernels, an array. */
export type Inputs<T> = Readonly<Record<string, T>>;

/**
 * Converts each input and keeps its name or position. Optional inputs without a tensor are left
 * out.
 */
export function mapInputs<From, To>(inputs: Inputs<From>, convert: (input: From) => To): Record<string, To> {
  const converted = (Array.isArray(inputs) ? [] : {}) as Record<string, To>;
  for (const [name, input] of Object.entries(inputs) as [string, From | undefined][]) {
    if (input != null) converted[name] = convert(input);
  }
  return converted;
}
