import { type Files, HelmholtzError } from '@helmholtz/base';

import type { FoundFile } from '../files/find-files.js';
import { checkSize, readable } from './decoded-image.js';
import { HEADER_BYTES, imageHeader, type ImageHeader } from './image-header.js';
import { suggestedSize } from './suggested-size.js';

/** A side of images whose size is not declared. Larger ones would train for days, unseen. */
const MOST_SIDE = 256;

export interface ImageShapeOptions {
  /** Rows and columns, or both in one number. */
  readonly size?: number | readonly number[] | undefined;
  readonly channels?: number | undefined;
}

/** Shape of the examples that images become. */
export interface ImageShape {
  readonly shape: readonly [rows: number, columns: number, channels: 1 | 3];
  /** Whether values of more than 8 bits are among them. */
  readonly isDeep: boolean;
}

/**
 * Returns the shape of images: as declared; else the size that all of them have, and grey if all of
 * them are.
 *
 * @throws HelmholtzError (`usage`) for images of different or large sizes without a declared size.
 */
export async function shapeOfImages(
  files: Files,
  images: readonly FoundFile[],
  { size, channels }: ImageShapeOptions,
): Promise<ImageShape> {
  if (channels !== undefined && channels !== 1 && channels !== 3) {
    throw new HelmholtzError('usage', `data.channels is ${channels}, and images have 1 or 3.`, {
      hint: 'Give 1 for grey images, 3 for colour.',
    });
  }
  const headers: NamedHeader[] = [];
  for (const { path, name } of images) {
    const header =
      imageHeader(await files.readRange(path, 0, HEADER_BYTES)) ?? imageHeader(await files.read(path));
    // Decoding throws an error for a file that is not an image.
    if (!header) continue;
    readable(name, () => checkSize(header.columns, header.rows));
    headers.push({ name, ...header });
  }
  const isDeep = headers.some((header) => header.isDeep);
  const inColour = channels ?? (headers.every((header) => header.channels === 1) ? 1 : 3);
  const [rows, columns] = typeof size === 'number' ? [size, size] : (size ?? commonSize(headers));
  return { shape: [rows ?? 1, columns ?? 1, inColour], isDeep };
}

type NamedHeader = ImageHeader & { readonly name: string };

function commonSize(headers: readonly NamedHeader[]): readonly number[] {
  const [first] = headers;
  const same = headers.every(({ rows, columns }) => rows === first?.rows && columns === first.columns);
  if (first && same && Math.max(first.rows, first.columns) <= MOST_SIDE) return [first.rows, first.columns];
  const range = (values: readonly number[]): string => {
    const [least, most] = values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const,
      [Infinity, 0] as readonly [number, number],
    );
    return least === most ? `${least}` : `${least} to ${most}`;
  };
  const rows = range(headers.map((header) => header.rows));
  const columns = range(headers.map((header) => header.columns));
  const other = headers.find((header) => header.rows !== first?.rows || header.columns !== first.columns);
  const sizeOf = ({ name, ...size }: NamedHeader): string => `${name} has ${size.rows} by ${size.columns}`;
  const which = first && other ? `: ${sizeOf(first)}, ${sizeOf(other)}` : '';
  const least = (side: 'rows' | 'columns'): number =>
    headers.reduce((low, header) => Math.min(low, header[side]), Infinity);
  const suggested = suggestedSize(least('rows'), least('columns'));
  throw new HelmholtzError(
    'usage',
    `The images have ${rows} rows and ${columns} columns of pixels${which}.`,
    {
      hint: `Declare the size that they are resized to, rows and columns: data: { size: [${suggested}, ${suggested}] } in the spec, or --set data.size=${suggested}`,
    },
  );
}
