/**
 * Returns a size of images to train on first: the largest power of two that enlarges none of them,
 * from 8 to 64.
 *
 * @param leastRows rows of the lowest image.
 * @param leastColumns columns of the narrowest image.
 *
 * @example
 * ```ts
 * import { suggestedSize } from '@helmholtz/datasets';
 *
 * console.log(suggestedSize(40, 51)); // 32
 * ```
 */
export function suggestedSize(leastRows: number, leastColumns: number): number {
  const power = 2 ** Math.floor(Math.log2(Math.min(leastRows, leastColumns)));
  return Math.max(8, Math.min(64, power));
}
