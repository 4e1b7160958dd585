import { dataLimits, type Files, HelmholtzError, platform, toText } from '@helmholtz/base';

/**
 * Reads a whole file after checking that it is an ordinary file of at most `most` bytes. A device
 * or a pipe might never end.
 *
 * @throws HelmholtzError (`storage`) if it can't be read, (`data`) if it is another kind of file or
 *   larger.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { readFileUpTo } from '@helmholtz/core/run';
 *
 * const files = memoryFiles();
 * await files.writeAtomic('notes.txt', 'twelve bytes');
 * console.log((await readFileUpTo('notes.txt', 100, files)).length); // 12
 * ```
 */
export async function readFileUpTo(
  path: string,
  most: number,
  files: Files = platform.files,
): Promise<Uint8Array<ArrayBuffer>> {
  const status = await files.stat(path);
  if (status?.kind === 'other') {
    throw new HelmholtzError('data', `${path} is a device or a pipe, a file was expected.`, {
      hint: 'Write its contents to a file first.',
    });
  }
  if (status?.kind === 'file' && status.size > most) {
    throw new HelmholtzError('data', `${path} has ${status.size} bytes, at most ${most} were expected.`, {
      hint: 'The file is not what its name suggests, or it is damaged.',
    });
  }
  return files.read(path);
}

/**
 * Reads the text of a spec's file, up to the largest length of a spec.
 *
 * @throws HelmholtzError (`storage`) if it can't be read, (`data`) if it is larger.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { readSpecText } from '@helmholtz/core/run';
 *
 * const files = memoryFiles();
 * await files.writeAtomic('my.yaml', 'recipe: vae');
 * console.log(await readSpecText('my.yaml', files)); // recipe: vae
 * ```
 */
export async function readSpecText(path: string, files?: Files): Promise<string> {
  // A character takes up to three bytes.
  return toText(await readFileUpTo(path, 3 * dataLimits.specLength, files));
}
