import { type Files, HelmholtzError, joinPath } from '@helmholtz/base';

/** An image of a folder. */
export interface FoundImage {
  readonly path: string;
  /** Path from the folder that was searched, for messages. */
  readonly name: string;
  /** Name of the subfolder that it lies in, at any depth; undefined beside the subfolders. */
  readonly className: string | undefined;
}

export interface FoundImages {
  readonly images: readonly FoundImage[];
  /** Names of other files, which are not read. */
  readonly others: readonly string[];
}

export const imageExtensions = ['.png', '.jpg', '.jpeg', '.webp'] as const;

const isImage = (name: string): boolean => imageExtensions.some((each) => name.toLowerCase().endsWith(each));

/** Folders in folders that are searched. */
const MOST_DEPTH = 16;

/** Returns the images of a folder and its subfolders, by their names. Hidden files are left out. */
export async function findImages(files: Files, folder: string, name = ''): Promise<FoundImages> {
  const images: FoundImage[] = [];
  const others: string[] = [];
  const search = async (path: string, within: readonly string[]): Promise<void> => {
    if (within.length > MOST_DEPTH) {
      throw new HelmholtzError('data', `${path} lies in more than ${MOST_DEPTH} folders.`, {
        hint: 'Look for a link to a folder above it, and remove it.',
      });
    }
    for (const own of await files.list(path)) {
      if (own.startsWith('.')) continue;
      const inside = joinPath(path, own);
      const shown = [name, ...within, own].filter((part) => part !== '').join('/');
      if (isImage(own)) images.push({ path: inside, name: shown, className: within[0] });
      else if ((await files.stat(inside))?.kind === 'folder') await search(inside, [...within, own]);
      else others.push(shown);
    }
  };
  await search(folder, []);
  return { images, others };
}
