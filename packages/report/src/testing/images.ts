import type { ImageBatch } from '../content.js';

/**
 * Returns black images with marks of position and orientation: the pixel at the top left is white,
 * and the pixel to its right is `number / 255`, where `number` is the index of the image.
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
