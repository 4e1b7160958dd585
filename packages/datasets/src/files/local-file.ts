import { type Files, HelmholtzError, joinPath, storageCode } from '@helmholtz/base';

import { reasonOf } from '../reason.js';

/**
 * Returns the path of the first of `names` that is in `folder`.
 *
 * @param otherwise end of the hint: another way to get the file
 * @throws HelmholtzError (`usage`) if the folder can't be read, (`data`) if it has none of the
 * files
 */
export async function findLocal(
  files: Files,
  folder: string,
  names: readonly [string, ...string[]],
  otherwise = ', or leave the data folder out to download it',
): Promise<string> {
  const present = new Set(await list(files, folder));
  const name = names.find((candidate) => present.has(candidate));
  if (name !== undefined) return joinPath(folder, name);
  throw new HelmholtzError('data', `There is no ${names[0]} in ${files.absolute(folder)}.`, {
    hint: `Put it there${names.length > 1 ? ` under one of the names ${names.join(', ')}` : ''}${otherwise}.`,
  });
}

async function list(files: Files, folder: string): Promise<string[]> {
  try {
    return await files.list(folder);
  } catch (cause) {
    const code = storageCode(cause) ?? reasonOf(cause);
    const path = files.absolute(folder);
    const problem =
      code === 'ENOENT'
        ? `There is no data folder ${path}.`
        : `The data folder ${path} can't be read: ${code}.`;
    throw new HelmholtzError('usage', problem, {
      hint: 'Check its path: data.dataDir of the spec, which a spec file counts from its own folder.',
      cause,
    });
  }
}
