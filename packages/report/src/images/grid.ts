import type { ImageBatch } from '../content.js';
import { HelmholtzError } from '@helmholtz/base';

/** Image as bytes, row by row, with interleaved channels. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Options of `imageGrid`. */
export interface GridOptions {
  /** Images per row. They fill the grid row by row from the top left. */
  readonly columns: number;
  /** Integer factor: each pixel becomes a square of this side, without smoothing. */
  readonly scale: number;
  /** Pixels between images. */
  readonly gap: number;
  /** Height in pixels of a white header above each image. Default: 0. */
  readonly header?: number;
}

/** Grey, so that the edges of black and of white images are visible. */
const gapValue = 128;

/**
 * Arranges the images of a batch in a grid, with grey between them.
 *
 * @param batch images [count, rows, columns, channels] with values from 0 to 1; values outside are
 *   clipped
 * @throws HelmholtzError of kind `usage` for images without 1 or 3 channels, and for a wrong number
 *   of pixels
 * @example
 * ```ts
 * import { imageGrid } from '@helmholtz/report';
 *
 * const batch = { pixels: new Float32Array(6 * 16), count: 6, rows: 4, columns: 4, channels: 1 };
 * const { width, height } = imageGrid(batch, { columns: 3, scale: 2, gap: 1 });
 * console.log(width, height); // 26 17
 * ```
 */
export function imageGrid(batch: ImageBatch, { columns, scale, gap, header = 0 }: GridOptions): Raster {
  const channels = checkBatch(batch);
  const cellWidth = batch.columns * scale + gap;
  const cellHeight = header + batch.rows * scale + gap;
  const width = columns * cellWidth - gap;
  const height = Math.ceil(batch.count / columns) * cellHeight - gap;
  const data = new Uint8Array(width * height * channels).fill(gapValue);
  for (let image = 0; image < batch.count; image++) {
    const left = (image % columns) * cellWidth;
    const start = Math.floor(image / columns) * cellHeight;
    if (image % columns === 0) data.fill(255, start * width * channels, (start + header) * width * channels);
    const top = start + header;
    for (let row = 0; row < batch.rows; row++) {
      const source = (image * batch.rows + row) * batch.columns * channels;
      const target = ((top + row * scale) * width + left) * channels;
      for (let x = 0; x < batch.columns * scale; x++) {
        const pixel = source + Math.floor(x / scale) * channels;
        for (let channel = 0; channel < channels; channel++) {
          data[target + x * channels + channel] = toByte(batch.pixels[pixel + channel]);
        }
      }
      const end = target + batch.columns * scale * channels;
      for (let copy = 1; copy < scale; copy++) {
        data.copyWithin(target + copy * width * channels, target, end);
      }
    }
  }
  return { data, width, height, channels };
}

/** Concatenates batches of images of one shape. */
export function concatImages(batches: readonly ImageBatch[]): ImageBatch {
  const [first] = batches;
  if (!first)
    throw new HelmholtzError('usage', 'Expected at least one batch of images. Received: none.', {
      hint: 'Omit the figure.',
    });
  const pixels = new Float32Array(batches.reduce((total, batch) => total + batch.pixels.length, 0));
  let offset = 0;
  for (const batch of batches) {
    if (shapeOf(batch) !== shapeOf(first)) {
      throw new HelmholtzError(
        'usage',
        `The image batches of a figure must have one shape. Received: ${shapeOf(first)} and ${shapeOf(batch)}.`,
        { hint: 'Pass the same number of images for every row, all of the same size.' },
      );
    }
    pixels.set(batch.pixels, offset);
    offset += batch.pixels.length;
  }
  return { ...first, pixels, count: first.count * batches.length };
}

function toByte(value: number | undefined): number {
  return Math.round(255 * Math.min(1, Math.max(0, value ?? 0)));
}

function shapeOf({ count, rows, columns, channels }: ImageBatch): string {
  return `[${[count, rows, columns, channels].join(', ')}]`;
}

function checkBatch(batch: ImageBatch): 1 | 3 {
  const { pixels, count, rows, columns, channels } = batch;
  if (channels !== 1 && channels !== 3) {
    throw new HelmholtzError(
      'usage',
      `Images must have 1 channel (grey) or 3 (red, green, blue). Received: ${channels}.`,
      { hint: 'Omit the image figures if the data are not images.' },
    );
  }
  const expected = count * rows * columns * channels;
  if (pixels.length !== expected || expected === 0) {
    throw new HelmholtzError(
      'usage',
      `Images of shape ${shapeOf(batch)} need ${expected} pixel values. Received: ${pixels.length}.`,
      { hint: 'Pass row-major pixels [count, rows, columns, channels] of at least one image.' },
    );
  }
  return channels;
}
