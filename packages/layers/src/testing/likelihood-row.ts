/** Parameters of a likelihood, and the values it must compute. */
export interface LikelihoodRow {
  readonly options?: Readonly<Record<string, unknown>>;
  /** Output of the network. */
  readonly network: readonly number[];
  /** Learned weights of the head, in order. */
  readonly learned?: readonly (readonly number[])[];
  readonly x: readonly number[];
  /** Left out for a family without a mean and a variance. */
  readonly mean?: readonly number[];
  readonly variance?: readonly number[];
  /** Densities of the elements, or of the event. */
  readonly densities: readonly number[];
}
