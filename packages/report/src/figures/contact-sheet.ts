import type { ImageBatch } from '../content.js';
import { drawPicture } from '../images/picture.js';
import type { Figure } from './figure.js';

/**
 * Draws examples of image files in a grid that is nearly square.
 *
 * @example
 * ```ts
 * import { contactSheetFigure } from '@helmholtz/report';
 *
 * const images = { pixels: new Float32Array(9 * 16), count: 9, rows: 4, columns: 4, channels: 1 };
 * console.log(contactSheetFigure(images).alt); // Grid of 9 examples.
 * ```
 */
export function contactSheetFigure(images: ImageBatch): Figure {
  const alt = `Grid of ${images.count} examples.`;
  return {
    name: 'examples',
    title: 'Examples',
    caption: `${images.count} evenly spaced examples, cropped and resized to ${images.columns} by ${images.rows} pixels.`,
    alt,
    svg: drawPicture(images, { columns: Math.ceil(Math.sqrt(images.count)), alt }),
  };
}
