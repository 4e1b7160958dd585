import type { AudioRule } from '../audio/audio-rule.js';
import type { BytesMeaning } from '../arrays/bytes-meaning.js';
import type { CsvDialect } from '../csv/dialect.js';
import type { ImageFit } from '../images/fit-image.js';
import type { SeriesTable } from '../series/series-table.js';
import type { WindowRule } from '../series/window.js';
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

/** Least and greatest number of a column; null for none. */
export type Bounds = readonly [least: number | null, greatest: number | null];

interface ColumnFacts {
  readonly name: string;
  /** Number of training cells without a value; missing for none. */
  readonly missing?: number | undefined;
}

/** A column of real numbers. An element is (number - center) / scale. */
export interface FittedReal extends ColumnFacts {
  readonly kind: 'real';
  readonly standardize: StandardizeMethod;
  readonly center: number;
  readonly scale: number;
  readonly summary: NumberSummary;
  /** Most digits after the decimal point of a cell; missing if cells have exponents. */
  readonly decimals?: number | undefined;
  /** Declared bounds of the numbers that are written, or those of the training rows. */
  readonly bounds?: Bounds | undefined;
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
  readonly bounds?: Bounds | undefined;
  /** Words for 0 and 1 in the cells of a binary column, if they are not 0 and 1. */
  readonly words?: BooleanWords | undefined;
}

/** A column of categories, one-hot in this order. */
export interface FittedCategorical extends ColumnFacts {
  readonly kind: 'categorical';
  readonly categories: readonly string[];
}

/** A column of grades in their order. Its element is the number of the grade, from 0 on. */
export interface FittedOrdinal extends ColumnFacts {
  readonly kind: 'ordinal';
  /** Grades from the lowest to the highest. */
  readonly categories: readonly string[];
}

/**
 * A column whose training cells are all the same, or all missing. It is not modelled, and written
 * tables have its text in every row.
 */
export interface FittedConstant extends ColumnFacts {
  readonly kind: 'constant';
  /** Text of the training cells; empty if all of them are missing. */
  readonly text: string;
}

/** Parameters fitted to a column of a table. */
export type FittedColumn = FittedReal | FittedWhole | FittedCategorical | FittedOrdinal | FittedConstant;

/** The column of the class of each row. */
export interface FittedLabel {
  readonly name: string;
  readonly classNames: readonly string[];
  /** Declared classes that no training row has; missing for none. */
  readonly unseen?: readonly string[] | undefined;
  /** Number of training rows without a class; missing for none. */
  readonly missing?: number | undefined;
}

/** Parameters fitted to the training rows of a table. */
export interface FittedTable {
  readonly form: 'table';
  /** Number of training rows. */
  readonly examples: number;
  /** Columns that are modelled, in the order of their elements, and constant columns between. */
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
  /** Columns that the model is conditioned on: each feeds the input of its name. */
  readonly conditions?: readonly FittedColumn[] | undefined;
  /** Column of the weights of rows. */
  readonly weights?: string | undefined;
  /** Columns of logarithms of such factors. */
  readonly offsets?: readonly string[] | undefined;
  /**
   * Separator and notation of the training file; missing for commas and a decimal point. Written
   * tables have the same.
   */
  readonly dialect?: CsvDialect | undefined;
}

/** Padded steps of series: those behind the end, or before the beginning, of shorter ones. */
export interface PaddedSteps {
  readonly count: number;
  /** Number of all steps. */
  readonly total: number;
  /** Least number of steps of a series that are not padding. */
  readonly shortest: number;
  readonly longest: number;
  /** Number of padded steps between others, which have the value of padding. */
  readonly inside: number;
}

/** Number of missing values, in all and of each element. */
export interface MissingElements {
  readonly count: number;
  /** Number of each element, for vectors of up to 4,096 elements. */
  readonly elements?: readonly number[] | undefined;
}

/** How examples are made of recordings, or cut from longer series. */
export interface SeriesRule {
  /** Steps of an example, and from one to the next; missing if each series is an example. */
  readonly window?: Required<WindowRule> | undefined;
  /** Columns of a table of series; missing for others. */
  readonly table?: SeriesTable | undefined;
  /** Rate and channels of recordings; missing for other series. */
  readonly audio?: AudioRule | undefined;
}

/** Parameters fitted to arrays of numbers. An element is (number - center) / scale. */
export interface FittedArray {
  readonly form: 'array';
  /** Number of training examples. */
  readonly examples: number;
  /** Shape of an example. */
  readonly shape: readonly number[];
  readonly standardize: Standardize;
  /** Shape of an image before it is padded; missing if images are not padded. */
  readonly unpadded?: readonly number[] | undefined;
  /** One number for all elements or one for each; missing without standardization. */
  readonly center?: readonly number[] | undefined;
  readonly scale?: readonly number[] | undefined;
  /** Summary of all numbers together, before standardization. */
  readonly summary: NumberSummary;
  /** Means and standard deviations of each element, for up to 4,096 elements. */
  readonly elements?:
    { readonly means: readonly number[]; readonly deviations: readonly number[] } | undefined;
  readonly classNames?: readonly string[] | undefined;
  /** Missing values of the training examples; missing for none. */
  readonly missing?: MissingElements | undefined;
  /** Padded steps of the training series, where there are any. */
  readonly padded?: PaddedSteps | undefined;
  /** Value of padded steps, for series without a mask and lengths. */
  readonly maskValue?: number | undefined;
  /** Numbers that the spec declares as missing values. */
  readonly missingCodes?: readonly string[] | undefined;
  /**
   * Meaning of uint8 arrays to the model, as in the training data; missing for sources other than
   * .npy.
   */
  readonly bytes?: BytesMeaning | undefined;
  /** How image files are fitted to the shape; missing for other data. */
  readonly images?: { readonly fit: ImageFit } | undefined;
  /** How examples are cut from longer series; missing for other data. */
  readonly series?: SeriesRule | undefined;
  /** Name of the masks of arrays, if it is not `mask`. */
  readonly mask?: string | undefined;
  /** Further arrays of the same examples, by the names of the inputs that they feed. */
  readonly others?: Readonly<Record<string, FittedArray>> | undefined;
}

/**
 * Parameters estimated from training data: plain data that a run saves as `fitted.json`.
 *
 * `fitTable` and `fitArray` estimate them, and `applyFitted` applies them to new data.
 * `invertTable` and `invertArray` convert back to the units of the data.
 */
export type Fitted = FittedTable | FittedArray;

/** Options of a column in a spec. */
export interface ColumnOptions {
  /** Detected by default. */
  readonly kind?: ColumnKind | undefined;
  /** Categories in the order of their elements, also categories without training rows. */
  readonly categories?: readonly (string | number | boolean)[] | undefined;
  /** Standardization of a real column. */
  readonly standardize?: StandardizeMethod | undefined;
  /**
   * Pattern of a real column of dates, such as `DD.MM.YYYY` or `YYYY-MM-DD hh:mm`. ISO dates are
   * detected.
   */
  readonly date?: string | undefined;
  /**
   * Least and greatest number that is written, such as `[0, 120]`; `observed` for those of the
   * training rows.
   */
  readonly bounds?: 'observed' | Bounds | undefined;
  /** Likelihood of the column in the spec. That of positive numbers keeps them positive. */
  readonly likelihood?: string | { readonly name: string; readonly levels?: unknown } | undefined;
}

/** Columns in a spec by name: a kind, or a kind with options. */
export type ColumnKinds = Readonly<Record<string, ColumnKind | ColumnOptions>>;
