import type { ImageBatch } from '../content.js';

/**
 * Black images that tell where they are and which way up: the pixel at the top left is white, the
 * one to its right holds the image's number, `number / 255`.
 */
export function markedImages(
  count: number,
  { rows = 4, columns = 3, channels = 1, first = 0 } = {},
): ImageBatch {
  const pixels = new Float32Array(count * rows * columns * channels);
  for (let image = 0; image < count; image++) {
    const start = image * rows * columns * channels;
    pixels.fill(1, start, start + channels);
    pixels.fill((first + image) / 255, start + channels, start + 2 * channels);
  }
  return { pixels, count, rows, columns, channels };
}
