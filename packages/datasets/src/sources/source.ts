import type { ColumnKinds } from '../csv/table-dataset.js';
import type { DatasetPair } from '../dataset.js';
import type { DownloadProgress, Fetch } from '../files/transfer.js';

/** Where a data set comes from. What a source has no use for it must refuse, not ignore. */
export interface SourceOptions {
  /** Folder that holds the data files; nothing is downloaded then. */
  readonly dataDir?: string | undefined;
  /** Leave the examples in their files and read them as they are needed. */
  readonly stream?: boolean | undefined;
  /** What columns of a table hold, by their names, where it is not what their cells look like. */
  readonly columns?: ColumnKinds | undefined;
  /** Folder that keeps downloaded files; HELMHOLTZ_CACHE or the operating system's by default. */
  readonly cacheDir?: string | undefined;
  /** Addresses of the folders to download from, best first, each ending in a slash. */
  readonly mirrors?: readonly string[] | undefined;
  readonly fetch?: Fetch | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A named data set. A plugin adds one by passing such an object beside ours. */
export interface DatasetSource {
  readonly name: string;
  /** One line. */
  readonly description: string;
  /** Whether it can leave the examples in their files, where `stream` asks for it. */
  readonly streams?: boolean;
  /** Whether its examples are rows of a table, of which `columns` may be said. */
  readonly takesColumns?: boolean;
  load(options: SourceOptions): Promise<DatasetPair>;
}
