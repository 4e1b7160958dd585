/** Source of uniform random numbers in [0, 1). */
export interface UniformSource {
  next(): number;
}

/** A value as its file has it. */
export interface WrittenValue {
  /** Such as `train.csv, row 3 (line 4), column "age"`. */
  readonly place: string;
  readonly text: string;
}

/**
 * One variable of a data set: an array of the same shape for every example, read as float32 on
 * demand.
 */
export interface DataVariable {
  /** Shape of one example. */
  readonly shape: readonly number[];
  /**
   * Whether every read of an example gives the same values. All examples may then stay on the
   * device and be picked by index. False for random data, such as sampled binarization.
   */
  readonly fixed?: boolean | undefined;
  /**
   * Returns a value as the file has it, for errors; undefined if its place is not known.
   *
   * @param element number of the value in its example.
   */
  written?(index: number, element: number): WrittenValue | undefined;
  /** Writes the examples at `indices`, flattened one after another, into `out`. */
  read(indices: ArrayLike<number>, out: Float32Array, random: UniformSource): void;
}

interface DatasetFacts {
  readonly name: string;
  /** File of the examples, which errors name instead of `name`. */
  readonly file?: string | undefined;
  readonly size: number;
  /**
   * Number of neighbouring examples that are read together because it is faster. Training then
   * shuffles chunks of this size.
   */
  readonly chunk?: number | undefined;
  /** Parameters fitted to the training examples, as plain data that the run saves. */
  readonly fitted?: object | undefined;
  /** Class of each example, if the examples have classes; -1 for an example without one. */
  readonly labels?: ArrayLike<number> | undefined;
}

/** Examples of one variable, such as the data sets of `@helmholtz/datasets`. */
export interface SingleDataset extends DatasetFacts, DataVariable {
  /** Further variables of the same examples. Each feeds the model's input of its name. */
  readonly others?: Readonly<Record<string, DataVariable>> | undefined;
}

/**
 * Examples of several variables, such as an image and its label. Each feeds the model's input of
 * its name.
 */
export interface JointDataset extends DatasetFacts {
  readonly variables: Readonly<Record<string, DataVariable>>;
}

/**
 * Examples of one variable, which feeds a model's one data input, or of several named variables.
 */
export type Dataset = SingleDataset | JointDataset;

/**
 * Returns the number of elements of a shape.
 *
 * @example
 * ```ts
 * import { sizeOf } from '@helmholtz/core';
 *
 * console.log(sizeOf([28, 28, 1]), sizeOf([])); // 784 1
 * ```
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
