/** A source of uniform numbers in [0, 1). */
export interface UniformSource {
  next(): number;
}

/** One variable of a data set: an array of the same shape for every example, read out as float32 on demand. */
export interface DataVariable {
  /** The shape of one example. */
  readonly shape: readonly number[];
  /**
   * Whether an example is the same at every read, so that all may be kept where they are computed with and picked by
   * index. Not where they are drawn anew, as in sampled binarization.
   */
  readonly fixed?: boolean | undefined;
  /** Writes the examples at `indices`, flattened one after another, into `out`. */
  read(indices: ArrayLike<number>, out: Float32Array, random: UniformSource): void;
}

interface DatasetFacts {
  readonly name: string;
  readonly size: number;
  /** How many neighbours are read at once, where that is quicker: training then shuffles by chunks of so many. */
  readonly chunk?: number | undefined;
  /** One class per example, where the examples have classes. */
  readonly labels?: ArrayLike<number> | undefined;
}

/** Examples of one variable. The data sets of `@helmholtz/datasets` are of this shape. */
export interface SingleDataset extends DatasetFacts, DataVariable {
  /** What else is known of the same examples: each feeds the model's input of its name. */
  readonly others?: Readonly<Record<string, DataVariable>> | undefined;
}

/** Examples of several variables, such as an image and its label, each feeding the model's input of its name. */
export interface JointDataset extends DatasetFacts {
  readonly variables: Readonly<Record<string, DataVariable>>;
}

/** Examples in memory: of one variable, which feeds a model's one data input, or of several by their names. */
export type Dataset = SingleDataset | JointDataset;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
