/** What TensorFlow.js hands a kernel: tensors by name or, for some kernels, an array of them. */
export type Inputs<T> = Readonly<Record<string, T>>;

/**
 * Each input made into something else, under the same names or, where they came as an array, in one.
 *
 * An optional input may be named without a tensor: it is left out.
 */
export function mapInputs<From, To>(inputs: Inputs<From>, convert: (input: From) => To): Record<string, To> {
  const converted = (Array.isArray(inputs) ? [] : {}) as Record<string, To>;
  for (const [name, input] of Object.entries(inputs) as [string, From | undefined][]) {
    if (input != null) converted[name] = convert(input);
  }
  return converted;
}
