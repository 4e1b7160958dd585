import type { Files } from '@helmholtz/base';

import type { DeclaredDialect } from '../csv/dialect.js';
import type { ReadProgress } from '../csv/read-table.js';
import type { ColumnKinds, Fitted } from '../fitted/fitted.js';
import type { MissingOption } from '../missing-values.js';
import type { StandardizeOption } from '../fitted/standardize-option.js';
import type { SeriesColumns } from '../series/series-table.js';
import type { WindowRule } from '../series/window.js';
import type { BytesMeaning } from '../arrays/bytes-meaning.js';
import type { ImageFit } from '../images/fit-image.js';
import type { Dataset, DatasetPair } from '../dataset.js';
import type { TrainingSet } from '../dataset-in-parts.js';
import type { SplitRule } from '../tables/split-table.js';
import type { DownloadProgress, Fetch } from '../files/transfer.js';

/**
 * Options of a data set's source. A source must refuse an option that it does not use, not ignore
 * it.
 */
export interface SourceOptions {
  /** Folder that holds the data files. If given, nothing is downloaded. */
  readonly dataDir?: string | undefined;
  /** Leaves the examples in their files and reads them as needed. */
  readonly stream?: boolean | undefined;
  /** Kinds of columns of a table, by name, that differ from the detected ones. */
  readonly columns?: ColumnKinds | undefined;
  /**
   * Separator and notation of numbers of a table. Detected by default.
   */
  readonly dialect?: DeclaredDialect | undefined;
  /** Values that are missing. */
  readonly missing?: MissingOption | undefined;
  /** Column of a table with the weight of each row. */
  readonly weights?: string | undefined;
  /**
   * Name of the masks of arrays: `train-<mask>.npy`, 1 where a value is observed. `mask` by
   * default, if there is such a file; `none` for none.
   */
  readonly mask?: string | undefined;
  /**
   * Value of padded steps: a step of a series is left out if all its values equal it, unless a mask
   * or lengths are given.
   */
  readonly maskValue?: number | undefined;
  /**
   * Meaning of arrays of uint8. By default grey levels, which are divided by 255, or numbers if all
   * training values are 0 and 1.
   */
  readonly bytes?: BytesMeaning | undefined;
  /** Size that images are resized to: rows and columns, or both in one number. */
  readonly size?: number | readonly number[] | undefined;
  /**
   * Channels of images, 1 for grey and 3 for colour; by default 1 if all are grey. Channels of
   * recordings: 1 averages them; by default as many as the files have.
   */
  readonly channels?: number | undefined;
  /** Rate that recordings are resampled to; by default the rate of all of them. */
  readonly sampleRate?: number | undefined;
  /** Columns of a table whose rows are steps of series. */
  readonly series?: SeriesColumns | undefined;
  /** Windows that longer series are cut into. */
  readonly window?: WindowRule | undefined;
  /** How images fill another size; `crop` by default. */
  readonly fit?: ImageFit | undefined;
  /** Share of the rows, images or recordings to test on, if there is no part for it; 0.1 by default. */
  readonly testShare?: number | undefined;
  /** How a table without a test set is divided. */
  readonly split?: SplitRule | undefined;
  /** How real columns of a table are standardized. `loadDataset` standardizes arrays. */
  readonly standardize?: StandardizeOption | undefined;
  /**
   * Parameters fitted to the training data before. They are applied, and no parameters are fitted.
   * The folder may then lack a training part: `train` has no examples.
   */
  readonly fitted?: Fitted | undefined;
  /** Folder that keeps downloaded files; HELMHOLTZ_CACHE or the operating system's by default. */
  readonly cacheDir?: string | undefined;
  /** Addresses of the folders to download from, best first, each ending in a slash. */
  readonly mirrors?: readonly string[] | undefined;
  /**
   * Files that `dataDir` and `cacheDir` are folders of. Those of the file system by default; in a
   * page, the page's memory.
   */
  readonly files?: Files | undefined;
  readonly fetch?: Fetch | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Called with a line about how a file is read, such as the separator of a table. */
  readonly onChange?: ((line: string) => void) | undefined;
  /** Called while a large table is read, and for each image that is decoded. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options that only some sources take. Given to another, they are an error. */
export type OwnOption =
  'bytes' | 'mask' | 'size' | 'channels' | 'fit' | 'testShare' | 'split' | 'sampleRate' | 'window' | 'series';

/**
 * A named data set. A plugin adds one by passing such an object beside ours. Its training set may
 * have named parts: `DatasetSource<string, DatasetInParts>`.
 */
export interface DatasetSource<Name extends string = string, Train extends TrainingSet = Dataset> {
  readonly name: Name;
  /** One line. */
  readonly description: string;
  /** Whether the option `stream` is supported. */
  readonly streams?: boolean;
  /** Whether its examples are rows of a table. Then the option `columns` is supported. */
  readonly takesColumns?: boolean;
  /** Further options that are supported. */
  readonly takes?: readonly OwnOption[];
  load(options: SourceOptions): Promise<DatasetPair<Train>>;
}
