import type { Column } from './csv/columns.js';

/** A source of random numbers in [0, 1). The caller owns and seeds it. */
export interface UniformSource {
  next(): number;
}

/** Examples that are read as float32 on demand. No epoch copies the whole set. */
export interface Dataset {
  /** Such as `digits/train`. */
  readonly name: string;
  /** Number of examples. */
  readonly size: number;
  /** Shape of one example; of an image: rows, columns, channels. */
  readonly shape: readonly number[];
  /** One class an example, an index into `classNames`. */
  readonly labels: Uint8Array | undefined;
  readonly classNames: readonly string[] | undefined;
  /** Columns of a table, in the order of their elements in an example. */
  readonly columns?: readonly Column[] | undefined;
  /** Further arrays of the same examples, by name, for the inputs of a model with these names. */
  readonly others?: Readonly<Record<string, Dataset>> | undefined;
  /** Whether an example is the same at every read. Then all of them may be kept on the backend. */
  readonly fixed: boolean;
  /** Number of neighbours that are read at once. A shuffled order should keep them near each other. */
  readonly chunk?: number | undefined;

  /**
   * Writes the examples at `indices` into `out`, one after another, each flattened row-major.
   *
   * `out` must hold exactly the requested values. Only sampled binarization uses `random`.
   */
  read(indices: ArrayLike<number>, out: Float32Array, random: UniformSource): void;
}

export interface DatasetPair {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** Returns the number of values in an example of this shape. */
export function exampleLength(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Returns a data set with changes to another. */
export function derive(dataset: Dataset, changes: Partial<Dataset> & Pick<Dataset, 'read'>): Dataset {
  const { name, size, shape, labels, classNames, columns, others, fixed, chunk } = dataset;
  return { name, size, shape, labels, classNames, columns, others, fixed, chunk, ...changes };
}

/** Returns the labels of the examples at `indices`. */
export function pickLabels(labels: Uint8Array | undefined, indices: Uint32Array): Uint8Array | undefined {
  return labels && Uint8Array.from(indices, (index) => labels[index]!);
}
