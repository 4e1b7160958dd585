import type { Font } from './measure.js';

/**
 * Fonts with the same widths, then whatever the reader has: texts carry their length, and so still
 * fit.
 */
export const fontFamily = 'Arimo, Liberation Sans, Arial, Helvetica, sans-serif';

export const fonts = {
  heading: { size: 16, weight: 'bold' },
  title: { size: 13, weight: 'bold' },
  body: { size: 11, weight: 'regular' },
  frame: { size: 11, weight: 'bold' },
} as const satisfies Record<string, Font>;
