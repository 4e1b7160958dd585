import { HelmholtzError } from '@helmholtz/base';
import type { ElementType } from './element-types.js';

/** Header of a file with one array, whose values take the rest of the file. */
export interface ArrayHeader {
  /** Size of each axis. */
  readonly shape: readonly number[];
  /** Length of the header itself, in bytes. */
  readonly length: number;
  readonly type: ElementType;
  /** Whether the first axis varies fastest (Fortran order). False by default. */
  readonly columnMajor?: boolean | undefined;
}

/**
 * Reads the header of a file from its first bytes; undefined while they hold only part of it.
 *
 * Raises a `data` error where the file is not of that format.
 */
export type ParseHeader = (bytes: Uint8Array, path: string) => ArrayHeader | undefined;

/** The bytes that the array takes, by its header, and no more than a file of its size can hold. */
export function promisedBytes({ shape, type }: ArrayHeader, path: string, limit: number): number {
  const values = shape.reduce((product, size) => product * size, 1);
  if (values * type.bytes <= limit) return values * type.bytes;
  throw cutShort(path, `its header promises ${values} values, which a file of its size cannot hold`);
}

export function checkFilled(
  { shape, type }: ArrayHeader,
  path: string,
  promised: number,
  filled: number,
): void {
  if (filled < promised) {
    const [expected, stored] = [promised, filled].map((bytes) => Math.floor(bytes / type.bytes));
    throw cutShort(path, `its header promises ${expected} values, it holds ${stored}`);
  }
  if (filled > promised) {
    throw new HelmholtzError(
      'data',
      `${path} has more data than the ${shape.join(' by ')} values that its header declares.`,
      {
        hint: 'The file is damaged: download it again.',
      },
    );
  }
}

export function cutShort(path: string, how: string): HelmholtzError {
  return new HelmholtzError('data', `${path} is cut short: ${how}.`, {
    hint: 'The download or the copy was not finished: get the file again.',
  });
}
