import type { Spec } from '@helmholtz/core';
import { type DatasetPair, type DatasetSource, loadDataset } from '@helmholtz/datasets';

import type { Terminal } from './terminal.js';

/** Loads the data that a spec declares, saying what is downloaded. */
export async function loadData(
  data: Spec['data'],
  sources: readonly DatasetSource[],
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<DatasetPair> {
  let lastFile = '';
  return loadDataset(
    data.dataset,
    {
      dataDir: data.dataDir,
      binarization: data.binarization,
      padding: data.padding,
      signal,
      onProgress: (progress) => {
        if (progress.file === lastFile) return;
        lastFile = progress.file;
        terminal.status(`downloading ${progress.file} ...`);
      },
    },
    sources,
  );
}
