import { type Files, HelmholtzError } from '@helmholtz/base';

import type { Fitted } from '../fitted/fitted.js';
import type { ExampleReader } from './example-reader.js';

/**
 * Returns the reader of a file by the end of its name, or of a folder.
 *
 * @throws HelmholtzError (`usage`) if there is no such file, or no reader for it.
 */
export async function chooseReader(
  path: string,
  readers: readonly ExampleReader[],
  { files, fitted }: { readonly files: Files; readonly fitted: Fitted },
): Promise<ExampleReader> {
  const status = await files.stat(path);
  if (!status) {
    throw new HelmholtzError('usage', `There is no file ${path}.`, {
      hint: `Check its path. It was looked for at ${files.absolute(path)}.`,
    });
  }
  const name = path.toLowerCase();
  const reader =
    status.kind === 'file'
      ? readers.find(({ extensions }) => extensions.some((extension) => name.endsWith(extension)))
      : readers.find(({ folders, suits }) => folders && (suits?.(fitted) ?? true));
  if (reader) return reader;
  const what = status.kind === 'file' ? `the file ${path}` : `${path}: it is a folder`;
  throw new HelmholtzError('usage', `New examples can't be read from ${what}.`, {
    hint: `Give ${readers
      .filter(({ extensions }) => extensions.length > 0)
      .map(({ extensions, description }) => `${extensions.join(' or ')} (${description})`)
      .join(', ')}.`,
  });
}
