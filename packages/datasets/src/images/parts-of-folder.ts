import { type Files, HelmholtzError, joinPath, platform } from '@helmholtz/base';

import { findImages, type FoundImage } from './find-images.js';

/** Share of the images that are held out if the folder has no part for the test. */
const TEST_SHARE = 0.1;

const NOT_READ = ['valid', 'val', 'dev'];

export interface PartsOptions {
  readonly files: Files;
  readonly testShare?: number | undefined;
  /** Whether the folder may lack a part to train on. */
  readonly isTrained: boolean;
  readonly onChange?: ((line: string) => void) | undefined;
}

export interface ImageParts {
  readonly train: readonly FoundImage[];
  /** Empty without a subfolder `validation`. */
  readonly validation: readonly FoundImage[];
  readonly test: readonly FoundImage[];
}

/**
 * Returns the images to train on and to test on: those in the subfolders `train`, `validation` and
 * `test`, or a share of each class, chosen by the names of the files.
 *
 * @throws HelmholtzError (`data`, `usage`) for a folder without images, or with one part alone.
 */
export async function partsOfFolder(folder: string, options: PartsOptions): Promise<ImageParts> {
  const { files, testShare, isTrained, onChange } = options;
  const names = await foldersIn(files, folder);
  const hasParts = names.includes('train') || (isTrained && names.includes('test'));
  const notRead = hasParts ? names.filter((name) => NOT_READ.includes(name)) : [];
  if (notRead.length > 0) {
    onChange?.(
      `${folder}: the folder ${notRead.join(', ')} is not read. Name it validation to use it as the validation set.`,
    );
  }
  const others: string[] = [];
  const find = async (path: string, name: string): Promise<readonly FoundImage[]> => {
    const found = await findImages(files, path, name);
    others.push(...found.others);
    if (found.images.length === 0 && name !== '' && names.includes(name)) throw withoutImages(path);
    return found.images;
  };
  const findPart = async (name: string): Promise<readonly FoundImage[]> =>
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
      hint: 'Leave testShare out, or put all images beside each other.',
    });
  }
  if (parts.train.length + parts.test.length === 0) throw withoutImages(folder);
  if (hasParts && parts.test.length === 0) {
    throw new HelmholtzError('data', `${folder} has a folder train, and no folder test.`, {
      hint: 'Add a folder test; or move all images out of train, so that a share of them is held out.',
    });
  }
  if (!hasParts && parts.test.length * parts.train.length === 0) {
    throw new HelmholtzError('data', `${folder} has only ${parts.train.length + parts.test.length} images.`, {
      hint: 'Add images; or a larger share to test on: --set data.testShare=0.5',
    });
  }
  if (others.length > 0) {
    const some = others.slice(0, 3).join(', ');
    onChange?.(
      `${folder}: ${others.length} ${others.length === 1 ? 'file is' : 'files are'} no PNG or JPEG and left out: ${some}${others.length > 3 ? ', ...' : ''}`,
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

function withoutImages(folder: string): HelmholtzError {
  return new HelmholtzError('data', `${folder} has no images.`, {
    hint: 'It looks for files that end in .png, .jpg or .jpeg, in subfolders too.',
  });
}

/**
 * Holds a share of each class out. The sums of names decide: more images, or another computer,
 * change nothing for those that are there.
 */
function split(images: readonly FoundImage[], share: number): ImageParts {
  const keyOf = ({ name }: FoundImage): string => {
    const hash = platform.createHash('md5');
    hash.update(new TextEncoder().encode(name));
    return hash.digest();
  };
  const classes = new Map<string | undefined, FoundImage[]>();
  for (const image of images) {
    const own = classes.get(image.className);
    if (own) own.push(image);
    else classes.set(image.className, [image]);
  }
  const held = new Set<FoundImage>();
  for (const own of classes.values()) {
    const sorted = own
      .map((image) => ({ image, key: keyOf(image) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    // Of a class of few images, some classes would lose all.
    const count = Math.min(Math.round(share * own.length) || (own.length > 1 ? 1 : 0), own.length - 1);
    for (const { image } of sorted.slice(0, count)) held.add(image);
  }
  return {
    train: images.filter((image) => !held.has(image)),
    validation: [],
    test: images.filter((image) => held.has(image)),
  };
}
