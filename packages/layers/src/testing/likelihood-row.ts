/** What a likelihood has to come to. */
export interface LikelihoodRow {
  readonly options?: Readonly<Record<string, unknown>>;
  /** What the network ends in. */
  readonly network: readonly number[];
  /** What the head has learned, in the order of its weights. */
  readonly learned?: readonly (readonly number[])[];
  readonly x: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  /** The densities of the elements, or of the whole. */
  readonly densities: readonly number[];
}
