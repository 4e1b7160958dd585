import { loadData } from '@helmholtz/analysis';
import type { Spec } from '@helmholtz/core';
import type { DatasetPair, DatasetSource, Fitted, TrainingSet } from '@helmholtz/datasets';

import type { Progress, Terminal } from './terminal.js';

/**
 * Loads the data of a spec and shows the progress of downloads and large tables.
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
  let shown: { readonly task: string; readonly progress: Progress } | undefined;
  const show = (task: string, done: number, total: number): void => {
    if (shown?.task !== task) {
      shown?.progress.end();
      shown = { task, progress: terminal.progress(task) };
    }
    shown.progress.update(done, total);
  };
  try {
    return await loadData(data, {
      sources,
      signal,
      fitted,
      onWarning: (line) => terminal.warn(line),
      onChange: (line) => terminal.status(line),
      onDownload({ file, received, total }) {
        if (total !== undefined) show(`downloading ${file}`, received, total);
      },
      onRead({ task, done, total }) {
        show(task, done, total);
      },
    });
  } finally {
    shown?.progress.end();
  }
}
