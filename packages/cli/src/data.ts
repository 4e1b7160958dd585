import type { Spec } from '@helmholtz/core';
import { type DatasetPair, type DatasetSource, datasetSources, loadDataset } from '@helmholtz/datasets';

import type { Progress, Terminal } from './terminal.js';

/**
 * Loads the data that a spec declares, showing what is downloaded.
 *
 * @param plugged the sources that plugins add to ours
 */
export async function loadData(
  data: Spec['data'],
  plugged: readonly DatasetSource[],
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<DatasetPair> {
  const downloads = new Map<string, Progress>();
  const { dataDir, stream, columns, binarization, padding } = data;
  const options = { dataDir, stream, columns, binarization, padding, signal };
  try {
    return await loadDataset(
      data.dataset,
      {
        ...options,
        onProgress({ file, received, total }) {
          const progress = downloads.get(file) ?? terminal.progress(`downloading ${file}`);
          downloads.set(file, progress);
          if (total !== undefined) progress.update(received, total);
        },
      },
      [...datasetSources, ...plugged],
    );
  } finally {
    for (const progress of downloads.values()) progress.end();
  }
}
