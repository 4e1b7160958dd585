import type { ImageBatch } from '../content.js';
import { HelmholtzError } from '@helmholtz/base';

/** Bytes of an image, row by row. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

export interface GridOptions {
  /** Images a row; they fill the grid row by row from the top left. */
  readonly columns: number;
  /** A whole number: each pixel becomes a square of this side, nothing is smoothed. */
  readonly scale: number;
  /** Pixels between neighbours. */
  readonly gap: number;
  /** White pixels above each image, for a word; none unless given. */
  readonly header?: number;
}

/** Neither black nor white, so that the edge of every image is seen. */
const gapValue = 128;

/** Lays the images of a batch out in a grid, grey between them. */
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
    for (let y = 0; y < batch.rows * scale; y++) {
      const sourceRow = (image * batch.rows + Math.floor(y / scale)) * batch.columns;
      const targetRow = (top + y) * width + left;
      for (let x = 0; x < batch.columns * scale; x++) {
        const source = (sourceRow + Math.floor(x / scale)) * channels;
        const target = (targetRow + x) * channels;
        for (let channel = 0; channel < channels; channel++) {
          data[target + channel] = toByte(batch.pixels[source + channel]);
        }
      }
    }
  }
  return { data, width, height, channels };
}

/** The images of several batches one batch after another, as one batch. */
export function concatImages(batches: readonly ImageBatch[]): ImageBatch {
  const [first] = batches;
  if (!first)
    throw new HelmholtzError('usage', 'No images were given, expected at least one batch.', {
      hint: 'Leave the figure out.',
    });
  const pixels = new Float32Array(batches.reduce((total, batch) => total + batch.pixels.length, 0));
  let offset = 0;
  for (const batch of batches) {
    if (shapeOf(batch) !== shapeOf(first)) {
      throw new HelmholtzError(
        'usage',
        `Image batches of shape ${shapeOf(first)} and ${shapeOf(batch)} were given for one figure; expected one shape.`,
        { hint: 'Give every row of a figure the same number of images, all of the same size.' },
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
      `Images with ${channels} channels were given; expected 1 (grey) or 3 (red, green, blue).`,
      { hint: 'Leave the image figures out for data that is not images.' },
    );
  }
  const expected = count * rows * columns * channels;
  if (pixels.length !== expected || expected === 0) {
    throw new HelmholtzError(
      'usage',
      `${pixels.length} pixel values were given for images of shape ${shapeOf(batch)}; expected ${expected}.`,
      { hint: 'Pixels are row-major [count, rows, columns, channels], and there is at least one image.' },
    );
  }
  return channels;
}
