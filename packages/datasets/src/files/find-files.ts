import { type Files, HelmholtzError, joinPath } from '@helmholtz/base';

/** Files of one kind, such as images. */
export interface FileKind {
  /** Plural noun, for messages, such as `images`. */
  readonly plural: string;
  /** Such as `PNG, JPEG or WebP`. */
  readonly formats: string;
  /** Ends of their names in lower case, such as `.png`. */
  readonly extensions: readonly string[];
}

/** A file in a folder. */
export interface FoundFile {
  readonly path: string;
  /** Path from the folder that was searched, for messages. */
  readonly name: string;
  /** Name of the subfolder that it lies in, at any depth; undefined beside the subfolders. */
  readonly className: string | undefined;
}

export interface FoundFiles {
  readonly found: readonly FoundFile[];
  /** Names of other files, which are not read. */
  readonly others: readonly string[];
}

/** Folders in folders that are searched. */
const MOST_DEPTH = 16;

/**
 * Returns the files of one kind in a folder and its subfolders, by their names. Hidden files are
 * left out.
 */
export async function findFiles(
  files: Files,
  folder: string,
  { extensions }: Pick<FileKind, 'extensions'>,
  name = '',
): Promise<FoundFiles> {
  const isOfKind = (own: string): boolean => extensions.some((each) => own.toLowerCase().endsWith(each));
  const found: FoundFile[] = [];
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
      if (isOfKind(own)) found.push({ path: inside, name: shown, className: within[0] });
      else if ((await files.stat(inside))?.kind === 'folder') await search(inside, [...within, own]);
      else others.push(shown);
    }
  };
  await search(folder, []);
  return { found, others };
}
