import { type Tensor, broadcastTo, concat, dispose, keep, mean, stack } from '@tensorflow/tfjs-core';

import type { ObjectiveValue } from '../objectives/objective.js';

/** Values of each example whose means metrics are. */
export interface ExampleTensors {
  /** Names of the metrics, in order. */
  readonly names: readonly string[];
  /** [metrics, examples], kept beyond the enclosing tidy. */
  readonly values: Tensor;
}

/** Returns the values of each example of a batch, for the metrics that have them. */
export function examplesOf({ metrics, perExample }: ObjectiveValue): ExampleTensors | undefined {
  const entries = Object.entries(perExample?.() ?? {}).filter(([name]) => Object.hasOwn(metrics, name));
  if (entries.length === 0) return undefined;
  const rows = entries.map(([, values]) => (values.rank > 1 ? mean(values, 0) : values));
  const batch = Math.max(...rows.map(({ size }) => size));
  // The share of a latent that all examples share is one number.
  const values = rows.map((row) => (row.size === batch ? row : broadcastTo(row, [batch])));
  return { names: entries.map(([name]) => name), values: keep(stack(values)) };
}

/** Merges the values of several phases. Disposes the arguments, except for returned tensors. */
export function mergedExamples(phases: readonly ExampleTensors[]): ExampleTensors | undefined {
  const [first, ...others] = phases;
  if (!first || others.length === 0) return first;
  const tensors = phases.map(({ values }) => values);
  const values = keep(concat(tensors));
  dispose(tensors);
  return { names: phases.flatMap(({ names }) => names), values };
}

/** Reads the values of each example by the metric's name. */
export function examplesByName(
  names: readonly string[],
  values: ArrayLike<number>,
): Readonly<Record<string, readonly number[]>> {
  const numbers = Array.from(values);
  const batch = numbers.length / names.length;
  return Object.fromEntries(
    names.map((name, index) => [name, numbers.slice(index * batch, (index + 1) * batch)]),
  );
}
