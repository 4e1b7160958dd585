import { type Files, nameOf, platform } from '@helmholtz/base';

import type { Dataset } from './dataset.js';
import { applyFitted } from './fitted/apply-fitted.js';
import { unusedColumns } from './fitted/apply-table.js';
import { warnOfDifferences } from './fitted/warn-of-differences.js';
import type { Fitted } from './fitted/fitted.js';
import { type Preparation, prepareArrays } from './prepare.js';
import { chooseReader } from './readers/choose-reader.js';
import { isOfSeries, newSeries } from './sources/series-source.js';
import type { ExampleReader } from './readers/example-reader.js';
import { exampleReaders } from './readers/readers.js';

export interface LoadExamplesOptions extends Preparation {
  /** Parameters fitted to the training data: `fitted` of the training set, or `fitted.json`. */
  readonly fitted: Fitted;
  /** Readers by formats; pass `[mine, ...exampleReaders]` to add your own. */
  readonly readers?: readonly ExampleReader[] | undefined;
  /** Files that the path is looked up in; those of the file system by default. */
  readonly files?: Files | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with a line about columns that are left out, and numbers far from those of the training
   * data.
   */
  readonly onWarning?: ((line: string) => void) | undefined;
  /** Called with a line about something that a reader changed. */
  readonly onChange?: ((line: string) => void) | undefined;
}

/**
 * Loads new examples from a file, prepared as the training data were. No training set is needed.
 *
 * @throws HelmholtzError (`usage`) for a file that is not there, or of an unknown format; (`data`)
 * for examples that don't fit.
 *
 * @example
 * ```ts
 * import { fitTable, loadExamples, parseTable } from '@helmholtz/datasets';
 * import { memoryFiles } from '@helmholtz/base';
 *
 * const files = memoryFiles();
 * await files.writeAtomic('new.csv', 'ward,age\nb,70.5\n');
 * const fitted = fitTable(parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv'));
 * const dataset = await loadExamples('new.csv', { fitted, files });
 * console.log(dataset.size, dataset.shape); // 1 [ 3 ]
 * ```
 */
export async function loadExamples(path: string, options: LoadExamplesOptions): Promise<Dataset> {
  const { fitted, readers = exampleReaders, files = platform.files, signal, onWarning, onChange } = options;
  const reader = await chooseReader(path, readers, { files, fitted });
  const read = await reader.read(path, { fitted, files, signal, onChange });
  const isSeries = 'table' in read && isOfSeries(fitted);
  const raw = isSeries ? { array: newSeries(nameOf(path), read.table, fitted) } : read;
  const prepared = 'array' in raw ? { array: preparedArrays(raw.array, options) } : raw;
  const name = nameOf(path);
  const dataset = applyFitted(fitted, prepared, name);
  if ('table' in raw && fitted.form === 'table') {
    const unused = unusedColumns(fitted, raw.table);
    if (unused.length > 0) {
      onWarning?.(`${name} has columns that the model does not use; they are ignored: ${unused.join(', ')}.`);
    }
  }
  if (onWarning) warnOfDifferences(fitted, dataset, onWarning);
  return dataset;
}

function preparedArrays(array: Dataset, options: LoadExamplesOptions): Dataset {
  const { fitted } = options;
  const maskValue = fitted.form === 'array' ? fitted.maskValue : undefined;
  return prepareArrays(array, fitted.missingCodes, { ...options, maskValue });
}
