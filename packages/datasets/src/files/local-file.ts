import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HelmholtzError } from '@helmholtz/base';
import { reasonOf } from '../reason.js';

/**
 * The first of `names` that is in `folder`.
 *
 * @param otherwise what else would mend that none is
 */
export async function findLocal(
  folder: string,
  names: readonly [string, ...string[]],
  otherwise = ', or leave the data folder out to download it',
): Promise<string> {
  const present = new Set(await list(resolve(folder)));
  const name = names.find((candidate) => present.has(candidate));
  if (name !== undefined) return join(folder, name);
  throw new HelmholtzError('data', `There is no ${names[0]} in ${resolve(folder)}.`, {
    hint: `Put it there${names.length > 1 ? ` under one of the names ${names.join(', ')}` : ''}${otherwise}.`,
  });
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new HelmholtzError('usage', `The data folder ${folder} cannot be read: ${reasonOf(error)}.`, {
      hint: 'Check its path, or leave it out to download the files.',
      cause: error,
    });
  }
}
