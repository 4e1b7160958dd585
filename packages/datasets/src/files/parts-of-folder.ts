import { type Files, HelmholtzError, joinPath, platform } from '@helmholtz/base';

import { type FileKind, findFiles, type FoundFile } from './find-files.js';

/** Share of the files that are held out if the folder has no part for the test. */
const TEST_SHARE = 0.1;

const NOT_READ = ['valid', 'val', 'dev'];

export interface PartsOptions {
  readonly files: Files;
  readonly kind: FileKind;
  readonly testShare?: number | undefined;
  /** Whether the folder may lack a part to train on. */
  readonly isTrained: boolean;
  readonly onChange?: ((line: string) => void) | undefined;
}

export interface FolderParts {
  readonly train: readonly FoundFile[];
  /** Empty without a subfolder `validation`. */
  readonly validation: readonly FoundFile[];
  readonly test: readonly FoundFile[];
}

/**
 * Returns the files of one kind to train on and to test on: those in the subfolders `train`,
 * `validation` and `test`, or a share of each class, chosen by the names of the files.
 *
 * @throws HelmholtzError (`data`, `usage`) for a folder without such files, or with one part alone.
 */
export async function partsOfFolder(folder: string, options: PartsOptions): Promise<FolderParts> {
  const { files, kind, testShare, isTrained, onChange } = options;
  const { plural } = kind;
  const names = await foldersIn(files, folder);
  const hasParts = names.includes('train') || (isTrained && names.includes('test'));
  const notRead = hasParts ? names.filter((name) => NOT_READ.includes(name)) : [];
  if (notRead.length > 0) {
    onChange?.(
      `${folder}: the folder ${notRead.join(', ')} is not read. Name it validation to use it as the validation set.`,
    );
  }
  const others: string[] = [];
  const find = async (path: string, name: string): Promise<readonly FoundFile[]> => {
    const { found, others: left } = await findFiles(files, path, kind, name);
    others.push(...left);
    if (found.length === 0 && name !== '' && names.includes(name)) throw withoutFiles(path, kind);
    return found;
  };
  const findPart = async (name: string): Promise<readonly FoundFile[]> =>
    names.includes(name) ? find(joinPath(folder, name), name) : [];
  const parts = hasParts
    ? {
        train: await findPart('train'),
        validation: names.includes('train') ? await findPart('validation') : [],
        test: await findPart('test'),
      }
    : split(await find(folder, ''), testShare ?? TEST_SHARE);
  if (hasParts && testShare !== undefined) {
    throw new HelmholtzError('usage', `${folder} has parts of its own, and data.testShare is given.`, {
      hint: `Leave testShare out, or put all ${plural} beside each other.`,
    });
  }
  if (parts.train.length + parts.test.length === 0) throw withoutFiles(folder, kind);
  if (hasParts && parts.test.length === 0) {
    throw new HelmholtzError('data', `${folder} has a folder train, and no folder test.`, {
      hint: `Add a folder test; or move all ${plural} out of train, so that a share of them is held out.`,
    });
  }
  if (!hasParts && parts.test.length * parts.train.length === 0) {
    throw new HelmholtzError(
      'data',
      `${folder} has only ${parts.train.length + parts.test.length} ${plural}.`,
      {
        hint: `Add ${plural}; or a larger share to test on: --set data.testShare=0.5`,
      },
    );
  }
  if (others.length > 0) {
    const some = others.slice(0, 3).join(', ');
    onChange?.(
      `${folder}: ${others.length} ${others.length === 1 ? 'file is' : 'files are'} no ${kind.formats} and left out: ${some}${others.length > 3 ? ', ...' : ''}`,
    );
  }
  return parts;
}

async function foldersIn(files: Files, folder: string): Promise<string[]> {
  const status = await files.stat(folder);
  if (status?.kind !== 'folder') {
    throw new HelmholtzError('usage', `There is no data folder ${files.absolute(folder)}.`, {
      hint: 'Check its path: data.dataDir of the spec, which a spec file counts from its own folder.',
    });
  }
  const known = new Set(['train', 'validation', 'test', ...NOT_READ]);
  return (await files.list(folder)).filter((name) => known.has(name));
}

function withoutFiles(folder: string, { plural, extensions }: FileKind): HelmholtzError {
  return new HelmholtzError('data', `${folder} has no ${plural}.`, {
    hint: `Expected files that end in ${extensions.join(', ')}, in the folder or its subfolders.`,
  });
}

/**
 * Holds a share of each class out. The sums of names decide: more images, or another computer,
 * change nothing for those that are there.
 */
function split(found: readonly FoundFile[], share: number): FolderParts {
  const keyOf = ({ name }: FoundFile): string => {
    const hash = platform.createHash('md5');
    hash.update(new TextEncoder().encode(name));
    return hash.digest();
  };
  const classes = new Map<string | undefined, FoundFile[]>();
  for (const file of found) {
    const own = classes.get(file.className);
    if (own) own.push(file);
    else classes.set(file.className, [file]);
  }
  const heldOut = new Set<FoundFile>();
  for (const own of classes.values()) {
    const sorted = own.map((file) => ({ file, key: keyOf(file) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    // Of a class of few files, some classes would lose all.
    const count = Math.min(Math.round(share * own.length) || (own.length > 1 ? 1 : 0), own.length - 1);
    for (const { file } of sorted.slice(0, count)) heldOut.add(file);
  }
  return {
    train: found.filter((file) => !heldOut.has(file)),
    validation: [],
    test: found.filter((file) => heldOut.has(file)),
  };
}
