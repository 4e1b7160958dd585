import { type Files, HelmholtzError, joinPath } from '@helmholtz/base';
import { z } from 'zod';

import { readJsonFile } from './read-json.js';

/** Name of the file that says which version of the folder's schema a run has. */
export const FORMAT_FILE = 'run.json';

const FORMAT = 'helmholtz-run';

/**
 * Version 1 has no run.json. Version 2 adds it, version 3 fitted.json. docs/reference/run-folder.md
 * describes all.
 */
export const RUN_VERSION = 3;

const formatSchema = z.looseObject({ format: z.literal(FORMAT), version: z.int().positive() });

/** Writes run.json, unless the folder has one. */
export async function writeRunFormat(files: Files, folder: string): Promise<void> {
  const path = joinPath(folder, FORMAT_FILE);
  if (await files.stat(path)) return;
  await files.writeAtomic(path, `${JSON.stringify({ format: FORMAT, version: RUN_VERSION }, null, 2)}\n`);
}

/**
 * Returns the version of a run's folder: 1 if it has no run.json.
 *
 * @throws HelmholtzError (`data`) if the version is newer than this one reads, or if run.json is
 *   damaged.
 */
export async function readRunVersion(files: Files, folder: string): Promise<number> {
  const path = joinPath(folder, FORMAT_FILE);
  if (!(await files.stat(path))) return 1;
  const { data, error } = formatSchema.safeParse(await readJsonFile(path, files));
  if (!data) {
    throw new HelmholtzError('data', `${path} does not state the version of a run's folder.`, {
      hint: `It is damaged, or was written by another program. A run of Helmholtz has "format": "${FORMAT}" there.`,
      cause: error,
    });
  }
  if (data.version <= RUN_VERSION) return data.version;
  throw new HelmholtzError(
    'data',
    `${folder} is a run's folder of version ${data.version}; this Helmholtz reads up to version ${RUN_VERSION}.`,
    { hint: "Update Helmholtz: environment.json in the run's folder says which version wrote it." },
  );
}
