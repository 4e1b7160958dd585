import type { Files } from '@helmholtz/base';

import type { Table } from '../csv/table.js';
import type { Dataset } from '../dataset.js';
import type { Fitted } from '../fitted/fitted.js';

/** Examples as their file has them: a table with cells, or an array of numbers. */
export type RawExamples = { readonly table: Table } | { readonly array: Dataset };

export interface ReadExamplesOptions {
  /**
   * Parameters fitted to the training data. They name further required arrays, for instance.
   */
  readonly fitted: Fitted;
  readonly files: Files;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about something that the reader changed, such as the size of an image. */
  readonly onChange?: ((line: string) => void) | undefined;
}

/**
 * Reads new examples from files of one format, for `--data`. A reader only reads: standardization,
 * categories and checks are `applyFitted`'s, the same for all formats.
 *
 * To add a format: write its reader in a file of this folder, with a test beside it, and add it to
 * the list in `readers.ts`. A reader that needs packages that `datasets` should not depend on may
 * stand elsewhere and be passed to `loadExamples`.
 */
export interface ExampleReader {
  /** Such as `csv`. */
  readonly name: string;
  /** One line, for help and errors. */
  readonly description: string;
  /** Ends of file names in lower case, such as `.csv`. */
  readonly extensions: readonly string[];
  /** Whether it reads folders. */
  readonly folders?: boolean | undefined;
  /** Whether it reads the folders of a model with these fitted parameters; true by default. */
  readonly suits?: ((fitted: Fitted) => boolean) | undefined;
  read(path: string, options: ReadExamplesOptions): Promise<RawExamples>;
}
