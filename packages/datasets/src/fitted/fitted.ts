import type { BytesMeaning } from '../arrays/bytes-meaning.js';
import type { CsvDialect } from '../csv/dialect.js';
import type { BooleanWords } from './boolean-words.js';
import type { ColumnKind } from './column-kind.js';
import type { Standardize, StandardizeMethod } from './standardize.js';

/** Facts of numbers in the units of the training data. */
export interface NumberSummary {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

interface ColumnFacts {
  readonly name: string;
  /** Number of training cells without a value, where there are any. */
  readonly missing?: number | undefined;
}

/** A column of real numbers. An element is (number - center) / scale. */
export interface FittedReal extends ColumnFacts {
  readonly kind: 'real';
  readonly standardize: StandardizeMethod;
  readonly center: number;
  readonly scale: number;
  readonly summary: NumberSummary;
  /** Most digits after the decimal point of a cell; missing where cells have exponents. */
  readonly decimals?: number | undefined;
  /**
   * Pattern of a column of dates, such as `YYYY-MM-DD`. Its numbers are days since 1970, with a
   * time seconds.
   */
  readonly date?: string | undefined;
}

/** A column whose numbers are elements as they are. */
export interface FittedWhole extends ColumnFacts {
  readonly kind: 'count' | 'binary';
  readonly summary: NumberSummary;
  /** Words for 0 and 1 in the cells of a binary column, if they are not 0 and 1. */
  readonly words?: BooleanWords | undefined;
}

/** A column of categories, one-hot in this order. */
export interface FittedCategorical extends ColumnFacts {
  readonly kind: 'categorical';
  readonly categories: readonly string[];
}

/** What was fitted to a column of a table. */
export type FittedColumn = FittedReal | FittedWhole | FittedCategorical;

/** The column of the class of each row. */
export interface FittedLabel {
  readonly name: string;
  readonly classNames: readonly string[];
  /** Number of training rows without a class, where there are any. */
  readonly missing?: number | undefined;
}

/** What was fitted to the training rows of a table. */
export interface FittedTable {
  readonly form: 'table';
  /** Number of training rows. */
  readonly examples: number;
  /** Columns that are modelled, in the order of their elements. */
  readonly columns: readonly FittedColumn[];
  /** Column of the class of each row. */
  readonly label?: FittedLabel | undefined;
  /** Columns that name a row. They are copied to written tables. */
  readonly identifiers: readonly string[];
  readonly ignored: readonly string[];
  /** Texts that the spec declares as missing values. */
  readonly missingCodes?: readonly string[] | undefined;
  /** Columns of known factors of counts, such as years of observation. */
  readonly exposures?: readonly string[] | undefined;
  /** Columns of logarithms of such factors. */
  readonly offsets?: readonly string[] | undefined;
  /**
   * How the training file is written; missing for commas and a decimal point. Written tables follow
   * it.
   */
  readonly dialect?: CsvDialect | undefined;
}

/** Number of missing values, and of each element of a vector. */
export interface MissingElements {
  readonly count: number;
  /** Where examples are vectors of up to 4,096 elements. */
  readonly elements?: readonly number[] | undefined;
}

/** What was fitted to arrays of numbers. An element is (number - center) / scale. */
export interface FittedArray {
  readonly form: 'array';
  /** Number of training examples. */
  readonly examples: number;
  /** Shape of an example. */
  readonly shape: readonly number[];
  readonly standardize: Standardize;
  /** Shape of an image before it is padded; missing where images are not padded. */
  readonly unpadded?: readonly number[] | undefined;
  /** One number for all elements or one for each; missing where nothing is standardized. */
  readonly center?: readonly number[] | undefined;
  readonly scale?: readonly number[] | undefined;
  /** Of all numbers together, before they are standardized. */
  readonly summary: NumberSummary;
  /** Means and standard deviations of each element, where there are up to 4,096. */
  readonly elements?:
    { readonly means: readonly number[]; readonly deviations: readonly number[] } | undefined;
  readonly classNames?: readonly string[] | undefined;
  /** Missing values of the training examples, where there are any. */
  readonly missing?: MissingElements | undefined;
  /** Numbers that the spec declares as missing values. */
  readonly missingCodes?: readonly string[] | undefined;
  /** What the bytes of a uint8 array mean; missing for other types. */
  readonly bytes?: BytesMeaning | undefined;
  /** Name of the masks of arrays, if it is not `mask`. */
  readonly mask?: string | undefined;
  /** Further arrays of the same examples, by the names of the inputs that they feed. */
  readonly others?: Readonly<Record<string, FittedArray>> | undefined;
}

/**
 * What was estimated from training data: plain data that a run keeps in `fitted.json`.
 *
 * `fitTable` and `fitArray` make it, `applyFitted` applies it to whatever comes later,
 * `invertTable` and `invertArray` lead back to the units of the data.
 */
export type Fitted = FittedTable | FittedArray;

/** Options of a column in a spec. */
export interface ColumnOptions {
  readonly kind: ColumnKind;
  /** Categories in the order of their elements, those of which training rows have none included. */
  readonly categories?: readonly (string | number | boolean)[] | undefined;
  /** Standardization of a real column. */
  readonly standardize?: StandardizeMethod | undefined;
  /**
   * Pattern of a real column of dates, such as `DD.MM.YYYY` or `YYYY-MM-DD hh:mm`. ISO dates are
   * detected.
   */
  readonly date?: string | undefined;
}

/** Columns in a spec by name: a kind, or a kind with options. */
export type ColumnKinds = Readonly<Record<string, ColumnKind | ColumnOptions>>;
