import { loadData } from '@helmholtz/analysis';
import type { Spec } from '@helmholtz/core';
import type { DatasetPair, DatasetSource, Fitted, TrainingSet } from '@helmholtz/datasets';

import type { Progress, Terminal } from './terminal.js';

/**
 * Loads the data of a spec and shows the progress of downloads.
 *
 * @param sources data sets of plugins
 * @param fitted values fitted to the training data of the run
 */
export async function loadDataOnTerminal(
  data: Spec['data'],
  sources: readonly DatasetSource<string, TrainingSet>[],
  terminal: Terminal,
  signal?: AbortSignal,
  fitted?: Fitted,
): Promise<DatasetPair<TrainingSet>> {
  const downloads = new Map<string, Progress>();
  try {
    return await loadData(data, {
      sources,
      signal,
      fitted,
      onWarning: (line) => terminal.warn(line),
      onChange: (line) => terminal.status(line),
      onDownload({ file, received, total }) {
        const progress = downloads.get(file) ?? terminal.progress(`downloading ${file}`);
        downloads.set(file, progress);
        if (total !== undefined) progress.update(received, total);
      },
    });
  } finally {
    for (const progress of downloads.values()) progress.end();
  }
}
