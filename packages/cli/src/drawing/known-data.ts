import { type Spec, splitData } from '@helmholtz/core';

/** What is known of a data set without loading it. */
export interface KnownData {
  /** Of an example. */
  readonly shape: readonly number[];
  /** To train on, before any are held out. */
  readonly examples: number;
}

/** What was published under these names, and what was embedded. */
export const knownData: Readonly<Record<string, KnownData>> = {
  digits: { shape: [28, 28, 1], examples: 9_000 },
  mnist: { shape: [28, 28, 1], examples: 60_000 },
  'fashion-mnist': { shape: [28, 28, 1], examples: 60_000 },
};

/** How many examples a spec trains on, without those that it holds out; undefined where its data would have to be loaded. */
export function knownExamples(spec: Spec): number | undefined {
  const known = knownData[spec.data.dataset];
  if (!known) return undefined;
  const part = { name: spec.data.dataset, size: known.examples, shape: known.shape, read: () => undefined };
  return splitData(spec, { train: part, test: part }).train.size;
}
