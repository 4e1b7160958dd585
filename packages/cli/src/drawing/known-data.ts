import { type Spec, splitData } from '@helmholtz/core';

/** Facts of a data set that are known without loading it. */
export interface KnownData {
  /** Shape of an example. */
  readonly shape: readonly number[];
  /** Number of training examples, with those for validation. */
  readonly examples: number;
}

/** Facts of the embedded digits and of published data sets. */
export const knownData: Readonly<Record<string, KnownData>> = {
  digits: { shape: [28, 28, 1], examples: 9_000 },
  mnist: { shape: [28, 28, 1], examples: 60_000 },
  'fashion-mnist': { shape: [28, 28, 1], examples: 60_000 },
};

/**
 * Returns the number of training examples of a spec, without those for validation, if its data set
 * is known.
 */
export function knownExamples(spec: Spec): number | undefined {
  const facts = knownData[spec.data.dataset];
  if (!facts) return undefined;
  const part = { name: spec.data.dataset, size: facts.examples, shape: facts.shape, read: () => undefined };
  return splitData(spec, { train: part, test: part }).train.size;
}
