/** Three significant digits, without an exponent: 0.123, 12.3, 1230. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const rounded = Number(value.toPrecision(3));
  const digits = rounded === 0 ? 2 : 2 - Math.floor(Math.log10(Math.abs(rounded)));
  return rounded.toFixed(Math.min(Math.max(digits, 0), 20));
}

export const seconds = (ms: number): string => `${significant(ms / 1000)} s`;

export const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

export const percent = (share: number): string => `${Math.round(100 * share)} %`;
