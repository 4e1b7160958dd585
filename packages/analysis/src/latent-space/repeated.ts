import type { Examples, NamedExamples } from '@helmholtz/core';

/** Copies of one example. */
export function repeated({ shape, values }: Examples, count: number): Examples {
  const copies = new Float32Array(count * values.length);
  for (let row = 0; row < count; row++) copies.set(values, row * values.length);
  return { count, shape, values: copies };
}

/** Copies of one example of each variable. */
export function repeatedExamples(examples: NamedExamples, count: number): NamedExamples {
  return new Map([...examples].map(([name, each]) => [name, repeated(each, count)]));
}
