import type { Bounds, NumberSummary } from './fitted.js';

/** Facts of a column that its written numbers keep. */
export interface NumberFacts {
  readonly summary: Pick<NumberSummary, 'minimum'>;
  /** Most digits after the decimal point. */
  readonly decimals?: number | undefined;
  /** Least and greatest number; null for none. */
  readonly bounds?: Bounds | undefined;
}

/** Digits that distinguish float32 numbers. */
const DIGITS = 7;

/**
 * Returns a number as a cell of its column: within its bounds, and with at most as many decimals.
 * Numbers of a column whose training rows are all positive stay positive, and those of a column
 * without negative numbers do not become negative.
 */
export function numberText(value: number, { summary, decimals, bounds }: NumberFacts): string {
  const [least, greatest] = bounds ?? [null, null];
  const rounded = round(value, decimals);
  const within = Math.min(
    Math.max(rounded, least ?? floorOf(summary.minimum, decimals)),
    greatest ?? Infinity,
  );
  return `${within}`;
}

function round(value: number, decimals: number | undefined): number {
  const short = Number(value.toPrecision(DIGITS));
  // Of larger numbers, toFixed writes an exponent.
  return decimals === undefined || Math.abs(short) >= 1e21
    ? short
    : Number(short.toFixed(Math.min(decimals, 100)));
}

/** The least number of a column without declared bounds. */
function floorOf(minimum: number, decimals: number | undefined): number {
  if (minimum < 0) return -Infinity;
  if (minimum === 0 || decimals === undefined) return minimum;
  return Math.min(minimum, 10 ** -decimals);
}
