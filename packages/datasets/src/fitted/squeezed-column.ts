import type { Cell } from '../csv/cell.js';
import { numberIn, unfit } from './cells.js';
import type { ColumnOptions, FittedReal } from './fitted.js';
import { squeezed } from './standardize.js';

/** Range of shares without declared bounds. */
const SHARES: readonly [number, number] = [0, 1];

/**
 * Returns a column of shares whose elements lie between 0 and 1, without 0 and 1 themselves. The
 * declared bounds are the range of the shares, such as [0, 100] for per cent; 0 to 1 by default.
 *
 * @throws HelmholtzError (`data`) that names the first cell beyond the range.
 */
export function fitSqueezed(
  fitted: FittedReal,
  cells: readonly Cell[],
  declared: ColumnOptions['bounds'],
): FittedReal {
  const { minimum, maximum } = fitted.summary;
  const [least, greatest] = declared === 'observed' ? [minimum, maximum] : (declared ?? SHARES);
  const range = [least ?? SHARES[0], greatest ?? Math.max(maximum, SHARES[1])] as const;
  if (minimum < range[0] || maximum > range[1]) {
    const beyond = cells.find((cell) => {
      const value = numberIn(cell, 'a number');
      return value < range[0] || value > range[1];
    });
    if (beyond) throw unfit(beyond, `a share from ${range[0]} to ${range[1]}`, mendOf(fitted.name, range));
  }
  return { ...fitted, ...squeezed(cells.length, range), bounds: range };
}

function mendOf(name: string, [least, greatest]: readonly [number, number]): string {
  const range = least === 0 && greatest === 1 ? '[0, 100]' : '[<least>, <greatest>]';
  return `Correct the cell; or declare the range of the shares: data: { columns: { ${name}: { likelihood: beta, standardize: squeeze, bounds: ${range} } } }.`;
}
