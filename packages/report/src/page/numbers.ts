/**
 * Formats a number for reading: two decimals, a minus sign (U+2212), and a dash if there is none.
 */
export function formatNumber(value: number | null | undefined, decimals = 2): string {
  if (value === undefined || value === null) return '\u2013';
  if (!Number.isFinite(value)) return String(value).replace('-', '\u2212');
  return value.toFixed(decimals).replace('-', '\u2212');
}

/**
 * Formats a number with significant digits and without trailing zeros. A missing number is a dash.
 */
export function formatShort(value: number | undefined, digits: number): string {
  if (value === undefined) return '\u2013';
  const short =
    Math.abs(value) < 1e-4 && value !== 0
      ? value.toExponential(digits - 1)
      : Number(value.toPrecision(digits));
  return String(short).replaceAll('-', '\u2212');
}

export function formatDuration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const wholeSeconds = Math.round(seconds);
  const [hours, minutes] = [Math.floor(wholeSeconds / 3600), Math.floor(wholeSeconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${wholeSeconds % 60} s`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
