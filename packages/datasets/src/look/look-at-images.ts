import { type Files, HelmholtzError, joinPath, nameOf, platform } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import { findFiles, type FoundFile } from '../files/find-files.js';
import { imageFiles } from '../images/image-files.js';
import { classesOf } from '../files/classes-of.js';
import { imageDataset } from '../images/image-dataset.js';
import { HEADER_BYTES, imageHeader, type ImageHeader } from '../images/image-header.js';
import { readImages } from '../images/read-images.js';
import type { DataLook, ImagesLook } from './look.js';
import { lookAtDataset } from './look-at-dataset.js';

/** Images of the contact sheet, evenly spaced. */
const MOST_SHOWN = 64;
const SIDE = 48;

interface LookAtImagesOptions {
  readonly files: Files;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at a folder of images, or at its subfolder `train`: sizes, classes, copies, files that can't
 * be read, and the values of up to 64 evenly spaced images, which are cropped and resized
 * to 48 by 48 pixels.
 * Returns undefined for a folder without images.
 */
export async function lookAtImages(
  folder: string,
  { files, signal }: LookAtImagesOptions,
): Promise<DataLook | undefined> {
  const train = joinPath(folder, 'train');
  const root = (await files.stat(train))?.kind === 'folder' ? train : folder;
  const { found: images } = await findFiles(files, root, imageFiles);
  if (images.length === 0) return undefined;
  const headers: ImageHeader[] = [];
  const unreadable: string[] = [];
  for (const { path, name } of images) {
    signal?.throwIfAborted();
    const head =
      imageHeader(await files.readRange(path, 0, HEADER_BYTES)) ?? imageHeader(await files.read(path));
    if (head) headers.push(head);
    else unreadable.push(name);
  }
  const shown = await sheetOf(
    images,
    { files, signal },
    headers.every(({ channels }) => channels === 1),
  );
  unreadable.push(...shown.unreadable.filter((name) => !unreadable.includes(name)));
  const values = lookAtDataset(shown.sheet);
  const classNames = classesOf(images, imageFiles.plural);
  const labels = classNames?.map((name) => ({
    name,
    count: images.filter(({ className }) => className === name).length,
  }));
  return {
    ...values,
    name: nameOf(root) || root,
    examples: images.length,
    looked: shown.sheet.size,
    ...(labels ? { labels } : {}),
    images: { ...sizesOf(headers), unreadable, copies: await copiesOf(files, images) },
    contactSheet: shown.sheet,
  };
}

async function sheetOf(
  images: readonly FoundFile[],
  { files, signal }: LookAtImagesOptions,
  isGrey: boolean,
): Promise<{ sheet: Dataset; unreadable: string[] }> {
  const stride = Math.ceil(images.length / MOST_SHOWN);
  const shape = [SIDE, SIDE, isGrey ? 1 : 3] as const;
  const unreadable: string[] = [];
  const shown: FoundFile[] = [];
  const parts: Uint8Array[] = [];
  for (const image of images.filter((_, index) => index % stride === 0)) {
    try {
      const reading = { shape, isDeep: false, fit: 'crop', files, background: 'white', signal } as const;
      parts.push((await readImages([image], reading)).data as Uint8Array);
      shown.push(image);
    } catch (error) {
      if (!(error instanceof HelmholtzError)) throw error;
      unreadable.push(image.name);
    }
  }
  if (shown.length === 0) {
    throw new HelmholtzError(
      'data',
      `None of ${images.length} images can be read; the first is ${images[0]?.name}.`,
      {
        hint: 'Open it in a viewer to see whether it is damaged.',
      },
    );
  }
  const data = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.forEach((part, index) => data.set(part, index * part.length));
  const array = { path: 'images', type: 'uint8', shape: [shown.length, ...shape], data };
  return { sheet: imageDataset('images', shown, array, { fit: 'crop', classNames: undefined }), unreadable };
}

function sizesOf(headers: readonly ImageHeader[]): Omit<ImagesLook, 'unreadable' | 'copies'> {
  const range = (key: 'rows' | 'columns'): readonly [number, number] =>
    headers.reduce<readonly [number, number]>(
      ([least, most], header) => [Math.min(least, header[key]), Math.max(most, header[key])],
      [Infinity, 0],
    );
  return {
    rows: range('rows'),
    columns: range('columns'),
    grey: headers.filter(({ channels }) => channels === 1).length,
    deep: headers.filter(({ isDeep }) => isDeep).length,
  };
}

/** Groups of files with the same bytes. */
async function copiesOf(files: Files, images: readonly FoundFile[]): Promise<string[][]> {
  const bySize = await grouped(images, async ({ path }) => `${(await files.stat(path))?.size ?? 0}`);
  const groups: FoundFile[][] = [];
  for (const own of bySize) {
    if (own.length === 1) continue;
    groups.push(
      ...(await grouped(own, async ({ path }) => {
        const hash = platform.createHash('md5');
        hash.update(await files.read(path));
        return hash.digest();
      })),
    );
  }
  return groups.filter((group) => group.length > 1).map((group) => group.map(({ name }) => name));
}

async function grouped(
  images: readonly FoundFile[],
  keyOf: (image: FoundFile) => Promise<string>,
): Promise<FoundFile[][]> {
  const groups = new Map<string, FoundFile[]>();
  for (const image of images) {
    const key = await keyOf(image);
    const group = groups.get(key);
    if (group) group.push(image);
    else groups.set(key, [image]);
  }
  return [...groups.values()];
}
