import { HelmholtzError } from '@helmholtz/base';

/** Pixels of each unit, 96 to an inch as in CSS. */
const units = { px: 1, in: 96, cm: 96 / 2.54, mm: 96 / 25.4, pt: 96 / 72 } as const;

/** Longest side, in pixels: that of a poster of ten metres. */
const longest = 10 * 100 * units.cm;

/**
 * Returns a length in pixels.
 *
 * @param option name of the option, for errors.
 * @param length a number of pixels, or a number with a unit, such as `5.5in`.
 * @throws HelmholtzError (`usage`) for another text, or a length that is not positive.
 */
export function pixelsOf(option: 'width' | 'height', length: number | string): number {
  const match = /^\s*(\d*\.?\d+)\s*(px|in|cm|mm|pt)?\s*$/i.exec(String(length));
  const unit = (match?.[2]?.toLowerCase() ?? 'px') as keyof typeof units;
  const pixels = Number(match?.[1]) * units[unit];
  if (pixels >= 1 && pixels <= longest) return pixels;
  throw new HelmholtzError(
    'usage',
    `${option} must be a length from 1px to 10 metres. Received: ${JSON.stringify(length)}.`,
    { hint: `Write a number with a unit: ${Object.keys(units).join(', ')}. Example: ${option} 5.5in` },
  );
}
