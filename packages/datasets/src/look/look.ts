import type { ModelledKind } from '../fitted/column-kind.js';
import type { Dataset } from '../dataset.js';
import type { NumberLook } from './number-look.js';

/** Number of rows of a category or a class. */
export interface CategoryCount {
  readonly name: string;
  readonly count: number;
}

/** Facts of one column of a table, or of one element or channel of arrays. */
export interface ColumnLook {
  readonly name: string;
  /** Kind that was detected from its cells. */
  readonly kind: ModelledKind | 'text' | 'empty';
  readonly missing: number;
  /** Different texts, or numbers. */
  readonly unique: number;
  /** Facts of numbers; of dates in days or seconds since 1970. */
  readonly numbers?: NumberLook | undefined;
  /** Pattern of dates. */
  readonly date?: string | undefined;
  /** The first and the last date, as the column writes them. */
  readonly dates?: readonly [string, string] | undefined;
  /** The most frequent categories first, up to 12. */
  readonly categories?: readonly CategoryCount[] | undefined;
  /** The lowest and the highest grade of an ordinal column. */
  readonly grades?: readonly [string, string] | undefined;
  /** Why training refuses the column, with the mend. */
  readonly problem?: string | undefined;
  /** An earlier column with the same values. */
  readonly sameAs?: string | undefined;
}

/** Facts of image files before they are resized. */
export interface ImagesLook {
  /** Fewest and most rows of pixels. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  /** Number of grey images; the others are in colour. */
  readonly grey: number;
  /** Number of images with more than 8 bits for each value. */
  readonly deep: number;
  /** Names of files that can't be read. */
  readonly unreadable: readonly string[];
  /** Groups of files with the same bytes. */
  readonly copies: readonly (readonly string[])[];
}

/** Facts of recordings before they are resampled and cut. */
export interface RecordingsLook {
  /** Shortest and longest, in seconds. */
  readonly seconds: readonly [number, number];
  /** All together, in seconds. */
  readonly total: number;
  /** Samples a second, each rate once. */
  readonly sampleRates: readonly number[];
  /** Numbers of channels, each once. */
  readonly channels: readonly number[];
  /** Files that can't be read, and why. */
  readonly unreadable: readonly string[];
}

/** Look at raw data, before anything is fitted to them. */
export interface DataLook {
  readonly form: 'table' | 'array';
  /** Such as `train.csv`. */
  readonly name: string;
  readonly examples: number;
  /** Examples that were looked at: all, or evenly spaced ones of a large set. */
  readonly looked: number;
  /** Shape of an example of arrays. */
  readonly shape?: readonly number[] | undefined;
  /** Type of the numbers in the file of arrays, such as `uint8`. */
  readonly type?: string | undefined;
  /** All numbers of arrays together. */
  readonly numbers?: NumberLook | undefined;
  /** Numbers of arrays that are NaN or infinite. */
  readonly notFinite?: number | undefined;
  /** Columns of a table; elements of vectors, up to 4,096; channels of images. */
  readonly columns: readonly ColumnLook[];
  /** Examples of each class. */
  readonly labels?: readonly CategoryCount[] | undefined;
  /** Facts of image files; undefined for other data. */
  readonly images?: ImagesLook | undefined;
  /** Facts of recordings; undefined for other data. */
  readonly recordings?: RecordingsLook | undefined;
  /** Examples of image files, resized; or windows of recordings. */
  readonly contactSheet?: Dataset | undefined;
}
