import { type Files, HelmholtzError } from '@helmholtz/base';

import type { ArrayFile } from '../arrays/open-array.js';
import { exampleLength } from '../dataset.js';
import { cachedArray } from '../files/cached-array.js';
import type { NpyArray } from '../npy/read-npy.js';
import type { ReadProgress } from '../csv/read-table.js';
import type { Background } from './decoded-image.js';
import type { FoundFile } from '../files/find-files.js';
import type { ImageFit } from './fit-image.js';
import type { ImageShape } from './image-shape.js';

/** More than this is not held in memory. */
const MOST_BYTES = 2 ** 31;
/** A larger file is no photograph. */
const MOST_FILE_BYTES = 2 ** 28;
const BYTE = 255;

export interface ReadImagesOptions extends ImageShape {
  readonly fit: ImageFit;
  readonly files: Files;
  /** Behind transparent pixels. */
  readonly background: Background;
  readonly signal?: AbortSignal | undefined;
  /** Called for each image. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/**
 * Decodes images one after another, and fits them to a shape. Values are bytes, or float32 from 0 to
 * 1 if images have more than 8 bits.
 *
 * @throws HelmholtzError (`data`, `usage`) for a file that is no readable image.
 */
export async function readImages(
  images: readonly FoundFile[],
  options: ReadImagesOptions,
): Promise<NpyArray> {
  const { shape, isDeep } = options;
  const length = exampleLength(shape);
  const bytes = images.length * length * (isDeep ? 4 : 1);
  if (bytes > MOST_BYTES) {
    throw new HelmholtzError(
      'data',
      `${images.length} images of ${shape.join(' by ')} take ${bytes} bytes, at most ${MOST_BYTES} are kept in memory.`,
      { hint: 'Add --stream, or stream: true to the data of a spec; or declare a smaller size.' },
    );
  }
  const data = isDeep ? new Float32Array(images.length * length) : new Uint8Array(images.length * length);
  let at = 0;
  for await (const values of decoded(images, options)) {
    data.set(values, at);
    at += length;
  }
  const type = isDeep ? 'float32' : 'uint8';
  return { path: 'images', type, shape: [images.length, ...shape], data };
}

/** The values of each image, one after another. */
async function* decoded(
  images: readonly FoundFile[],
  { shape, isDeep, fit, files, background, signal, onRead }: ReadImagesOptions,
): AsyncGenerator<Uint8Array | Float32Array> {
  const { decodeImage, fitImage } = await import('./index.js');
  let done = 0;
  for (const { path, name } of images) {
    signal?.throwIfAborted();
    const size = (await files.stat(path))?.size ?? 0;
    if (size > MOST_FILE_BYTES) {
      throw new HelmholtzError(
        'data',
        `${name} has ${size} bytes; images of up to ${MOST_FILE_BYTES} are read.`,
        {
          hint: 'Save it with fewer pixels, or remove it.',
        },
      );
    }
    const image = await decodeImage(name, await files.read(path, { signal }), background);
    const { pixels } = fitImage(image, shape, fit).image;
    onRead?.({ task: 'decoding images', done: ++done, total: images.length });
    yield isDeep ? pixels : Uint8Array.from(pixels, (value) => Math.round(BYTE * value));
  }
}

export interface StreamImagesOptions extends ReadImagesOptions {
  readonly cacheDir?: string | undefined;
}

/**
 * Decodes images into an array in the cache folder, and opens it. An array of the same files, by
 * names, sizes and times, is used again.
 */
export async function streamImages(
  images: readonly FoundFile[],
  { cacheDir, ...options }: StreamImagesOptions,
): Promise<ArrayFile> {
  const { files, shape, isDeep, fit, background } = options;
  return cachedArray({
    kind: 'images',
    options: { version: 1, shape, isDeep, fit, background },
    paths: images.map(({ path }) => path),
    shape: [images.length, ...shape],
    type: isDeep ? 'float32' : 'uint8',
    values: () => decoded(images, options),
    files,
    cacheDir,
  });
}
