import type { BytesMeaning } from './arrays/bytes-meaning.js';
import type { Column } from './fitted/column.js';
import type { Cell } from './csv/cell.js';
import type { Table } from './csv/table.js';
import type { Fitted, PaddedSteps, SeriesRule } from './fitted/fitted.js';
import type { ImageFit } from './images/fit-image.js';

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

/** Class of each example, or -1 for an example without one. */
export type Labels = Uint8Array | Int16Array;

/** Missing values of a data set. */
export interface MissingValues {
  /** Number of missing cells, or elements of arrays. */
  readonly count: number;
  /** Number of all of them. */
  readonly total: number;
  /** Columns, or elements of a vector, with missing values. */
  readonly columns: readonly { readonly name: string; readonly count: number }[];
  /** Place of the first one, such as `train.csv, row 3 (line 4), column "age"`. */
  readonly first: string;
}

/** Examples that are read as float32 on demand. No epoch copies the whole set. */
export interface Dataset {
  /** Such as `digits/train`. */
  readonly name: string;
  /** File of the examples, such as `train.csv`, which errors name instead of `name`. */
  readonly file?: string | undefined;
  /** Number of examples. */
  readonly size: number;
  /** Shape of one example; of an image: rows, columns, channels. */
  readonly shape: readonly number[];
  /** One class an example, an index into `classNames`; -1 for an example without one. */
  readonly labels: Labels | undefined;
  readonly classNames: readonly string[] | undefined;
  /** Columns of a table, in the order of their elements in an example. */
  readonly columns?: readonly Column[] | undefined;
  /** Names of the examples. */
  readonly identifiers?: readonly Identifier[] | undefined;
  /** Parameters fitted to the training examples and applied to these. A run saves them. */
  readonly fitted?: Fitted | undefined;
  /** The table that these are rows of, in their order. */
  readonly table?: Table | undefined;
  /** The same examples in the units of the data, if these are standardized arrays. */
  readonly unstandardized?: Dataset | undefined;
  /** Values that are missing, which are read as NaN; undefined if none are. */
  readonly missing?: MissingValues | undefined;
  /** Padded steps, which are read as NaN and are not counted as missing; undefined without any. */
  readonly padded?: PaddedSteps | undefined;
  /** Mark of padded steps: a mask, lengths, or the value that fills them. */
  readonly paddedBy?: 'mask' | 'lengths' | number | undefined;
  /** Further arrays of the same examples, by name, for the inputs of a model with these names. */
  readonly others?: Readonly<Record<string, Dataset>> | undefined;
  /**
   * Meaning of bytes: that of a uint8 array, `numbers` for other .npy arrays; undefined for other
   * sources.
   */
  readonly bytes?: BytesMeaning | undefined;
  /** How its image files were fitted to its shape; undefined for other data. */
  readonly images?: { readonly fit: ImageFit } | undefined;
  /** How it was cut from longer series; undefined for other data. */
  readonly series?: SeriesRule | undefined;
  /** Whether an example is the same at every read. Then all of them may be kept on the backend. */
  readonly fixed: boolean;
  /**
   * Number of neighbours that are read at once. A shuffled order should keep them near each other.
   */
  readonly chunk?: number | undefined;

  /**
   * Returns a value as the file has it, for errors; undefined if its place is not known.
   *
   * @param element number of the value in its example.
   */
  written?(index: number, element: number): Cell | undefined;

  /**
   * Writes the examples at `indices` into `out`, one after another, each flattened row-major.
   *
   * `out` must hold exactly the requested values. Only sampled binarization uses `random`.
   */
  read(indices: ArrayLike<number>, out: Float32Array, random: UniformSource): void;
}

export interface DatasetPair<Train = Dataset> {
  readonly train: Train;
  /** The validation set that comes with the data; missing if none does. */
  readonly validation?: Dataset | undefined;
  readonly test: Dataset;
}

/** Returns a pair with a change to its validation set, as an object to spread. */
export function changedValidation(
  { validation }: Pick<DatasetPair, 'validation'>,
  change: (part: Dataset) => Dataset,
): Pick<DatasetPair, 'validation'> {
  return validation ? { validation: change(validation) } : {};
}

/** Returns the number of values in an example of this shape. */
export function exampleLength(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Returns a data set with changes to another. */
export function derive(dataset: Dataset, changes: Partial<Dataset> & Pick<Dataset, 'read'>): Dataset {
  const {
    name,
    file,
    size,
    shape,
    labels,
    classNames,
    columns,
    identifiers,
    fitted,
    missing,
    padded,
    paddedBy,
    others,
    bytes,
    images,
    series,
    fixed,
    chunk,
  } = dataset;
  const described = { columns, identifiers, fitted, missing, padded, paddedBy, bytes, images, series };
  return { name, file, size, shape, labels, classNames, ...described, others, fixed, chunk, ...changes };
}

/**
 * Returns a part of a data set that is not there: no examples, of the shape and columns of another
 * part.
 *
 * @param why returns the error that a read throws.
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
    missing: undefined,
    padded: undefined,
    others: undefined,
    read: () => {
      throw why();
    },
  });
}

/** Returns the labels of the examples at `indices`. */
export function pickLabels(labels: Labels | undefined, indices: Uint32Array): Labels | undefined {
  if (labels === undefined) return undefined;
  const picked = Int16Array.from(indices, (index) => labels[index]!);
  return labels instanceof Uint8Array ? Uint8Array.from(picked) : picked;
}
