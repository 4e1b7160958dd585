import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { RunDirectory } from '@helmholtz/core/run';

/** What the run of a row left; undefined where it is not done. */
export async function readRow(row, runs) {
  const folder = join(runs, row.name);
  const left = (file) => readFile(join(folder, file), 'utf8').catch(() => undefined);
  const json = async (file) => JSON.parse((await left(file)) ?? 'null') ?? undefined;
  const trained = await json('trained.json');
  if (!trained) return undefined;
  const run = await RunDirectory.open(folder);
  return {
    row,
    folder,
    trained,
    history: await run.readMetrics(),
    evaluation: await json('evaluation.json'),
    agreement: await left('agreement.txt'),
  };
}
