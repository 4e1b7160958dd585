import type { Column } from './csv/columns.js';

/** A source of random numbers in [0, 1). The caller owns and seeds it. */
export interface UniformSource {
  next(): number;
}

/** Examples held compactly in memory and read out as float32 on demand, so that no epoch copies the whole set. */
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
  /** Of rows of a table: which elements are of which column, in their order. */
  readonly columns?: readonly Column[] | undefined;
  /** What else is known of the same examples, by name: as many of each, for the inputs of a model that have these names. */
  readonly others?: Readonly<Record<string, Dataset>> | undefined;
  /** Whether an example is the same at every read, so that all may be kept where they are computed with. */
  readonly fixed: boolean;
  /** How many neighbours are read at once, where that is quicker: an order should then keep them near each other. */
  readonly chunk?: number | undefined;

  /**
   * Writes the examples at `indices` into `out`, one after another, each flattened row-major.
   *
   * `out` must hold exactly as many values as are asked for. `random` is drawn from by sampled binarization alone.
   */
  read(indices: ArrayLike<number>, out: Float32Array, random: UniformSource): void;
}

export interface DatasetPair {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** Number of values in an example of this shape. */
export function exampleLength(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A data set made from another: everything that is not changed stays. */
export function derive(dataset: Dataset, changes: Partial<Dataset> & Pick<Dataset, 'read'>): Dataset {
  const { name, size, shape, labels, classNames, columns, others, fixed, chunk } = dataset;
  return { name, size, shape, labels, classNames, columns, others, fixed, chunk, ...changes };
}

/** The labels of the examples at `indices`. */
export function pickLabels(labels: Uint8Array | undefined, indices: Uint32Array): Uint8Array | undefined {
  return labels && Uint8Array.from(indices, (index) => labels[index]!);
}
