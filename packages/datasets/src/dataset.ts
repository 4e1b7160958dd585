import type { Column } from './fitted/column.js';
import type { Fitted } from './fitted/fitted.js';

/** A source of random numbers in [0, 1). The caller owns and seeds it. */
export interface UniformSource {
  next(): number;
}

/** A column that names the examples, such as a patient's number. */
export interface Identifier {
  readonly name: string;
  /** One text an example. */
  readonly values: readonly string[];
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
  /** What names the examples. */
  readonly identifiers?: readonly Identifier[] | undefined;
  /** What was fitted to the training examples, and is applied to these. A run keeps it. */
  readonly fitted?: Fitted | undefined;
  /** Further arrays of the same examples, by name, for the inputs of a model with these names. */
  readonly others?: Readonly<Record<string, Dataset>> | undefined;
  /** Whether an example is the same at every read. Then all of them may be kept on the backend. */
  readonly fixed: boolean;
  /**
   * Number of neighbours that are read at once. A shuffled order should keep them near each other.
   */
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
  const { name, size, shape, labels, classNames, columns, identifiers, fitted, others, fixed, chunk } =
    dataset;
  const facts = { name, size, shape, labels, classNames, columns, identifiers, fitted, others, fixed, chunk };
  return { ...facts, ...changes };
}

/**
 * Returns a part of a data set that is not there: no examples, of the shape and columns of another
 * part.
 *
 * @param why error of whoever reads it.
 *
 * @example
 * ```ts
 * import { absentPart, arrayDataset } from '@helmholtz/datasets';
 *
 * const test = arrayDataset({ name: 'new', shape: [1], data: [[1], [3]] });
 * const train = absentPart('train', test, () => new Error('There is no training set.'));
 * console.log(train.size, train.shape); // 0 [ 1 ]
 * ```
 */
export function absentPart(name: string, like: Dataset, why: () => Error): Dataset {
  return derive(like, {
    name,
    size: 0,
    labels: undefined,
    identifiers: undefined,
    others: undefined,
    read: () => {
      throw why();
    },
  });
}

/** Returns the labels of the examples at `indices`. */
export function pickLabels(labels: Uint8Array | undefined, indices: Uint32Array): Uint8Array | undefined {
  return labels && Uint8Array.from(indices, (index) => labels[index]!);
}
