import { HelmholtzError } from '@helmholtz/base';

const FILE = /^validation\.(?:csv|tsv|parquet|arrow|feather|npy|npz)$/;

/** Returns the line about a validation set that comes with the data. */
export function ownValidation(file: string, size: number): string {
  return `${file} is the validation set: ${size} ${size === 1 ? 'example' : 'examples'}`;
}

/** @throws HelmholtzError (`data`) for a validation set in a file that would not be read. */
export function refuseOtherValidation(
  folder: string,
  names: Iterable<string>,
  extensions: readonly string[],
): void {
  const read = extensions.map((extension) => `validation${extension}`);
  const other = [...names].find((name) => FILE.test(name) && !read.includes(name));
  if (other === undefined) return;
  throw new HelmholtzError('data', `${folder} has ${other}, which is not read beside its training set.`, {
    hint: `Write it as ${read.join(' or ')}, or move it to another folder.`,
  });
}
