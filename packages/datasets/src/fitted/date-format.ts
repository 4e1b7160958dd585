import { itemAt } from '@helmholtz/base';
import type { Cell } from '../csv/cell.js';
import { isMissing } from './missing.js';

/** Reads and writes dates, or dates with times, of one pattern. Times are in UTC. */
export interface DateFormat {
  /** Days since 1970, or seconds if the pattern has a time; undefined for another text. */
  readonly parse: (text: string) => number | undefined;
  /** The date or time nearest to a number. */
  readonly write: (value: number) => string;
  /** Milliseconds of a day, or of a second if the pattern has a time. */
  readonly unit: number;
}

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** The parts of a pattern, and how many digits they have. */
const parts = /YYYY|MM|DD|hh|mm|ss/g;

/** Detected patterns: ISO 8601. In other patterns, the order of day and month is unknown. */
const detected = ['', 'Thh:mm:ss', 'Thh:mm', ' hh:mm:ss', ' hh:mm', 'Thh:mm:ssZ', 'Thh:mmZ'].map(
  (time) => `YYYY-MM-DD${time}`,
);

/** Returns the format of a pattern such as `DD.MM.YYYY` or `YYYY-MM-DD hh:mm`. */
export function dateFormat(pattern: string): DateFormat {
  const names: string[] = pattern.match(parts) ?? [];
  const source = pattern
    .split(/(YYYY|MM|DD|hh|mm|ss)/)
    .map((part) => {
      if (part === 'YYYY') return '(\\d{4})';
      return names.includes(part) ? '(\\d{1,2})' : part.replace(/[^\w\s]/g, '\\$&');
    })
    .join('');
  const expression = new RegExp(`^${source}$`);
  const unit = names.some((part) => ['hh', 'mm', 'ss'].includes(part)) ? SECOND : DAY;
  return {
    unit,
    parse(text) {
      const digits = expression.exec(text)?.slice(1).map(Number);
      if (!digits) return undefined;
      const given = new Map(names.map((part, index) => [part, itemAt(digits, index)]));
      const time = timeOf(given);
      // 30 February is no day.
      const same = names.every((part) => partsOf(time)[part] === given.get(part));
      return same ? time / unit : undefined;
    },
    write(value) {
      const values = partsOf(Math.round(value) * unit);
      return pattern.replace(parts, (part) => `${values[part]}`.padStart(part.length, '0'));
    },
  };
}

/**
 * Returns the time of a date in a pattern, in milliseconds since 1970 (UTC); NaN for another text.
 *
 * @example
 * ```ts
 * import { timeOfDate } from '@helmholtz/datasets';
 *
 * console.log(timeOfDate('02.01.1970', 'DD.MM.YYYY')); // 86400000
 * ```
 */
export function timeOfDate(text: string, pattern: string): number {
  const { parse, unit } = dateFormat(pattern);
  return (parse(text) ?? NaN) * unit;
}

function timeOf(given: ReadonlyMap<string, number>): number {
  const numberOf = (part: string, otherwise: number): number => given.get(part) ?? otherwise;
  return Date.UTC(
    numberOf('YYYY', 1970),
    numberOf('MM', 1) - 1,
    numberOf('DD', 1),
    numberOf('hh', 0),
    numberOf('mm', 0),
    numberOf('ss', 0),
  );
}

function partsOf(time: number): Readonly<Record<string, number>> {
  const date = new Date(time);
  return {
    YYYY: date.getUTCFullYear(),
    MM: date.getUTCMonth() + 1,
    DD: date.getUTCDate(),
    hh: date.getUTCHours(),
    mm: date.getUTCMinutes(),
    ss: date.getUTCSeconds(),
  };
}

/**
 * Returns the number of an ISO date in another ISO pattern than the column's: with a blank for `T`,
 * without seconds, or a day in a column of times. Undefined for another text, and for a time in a
 * column of days.
 */
export function isoDateIn(text: string, pattern: string): number | undefined {
  if (!detected.includes(pattern)) return undefined;
  const found = detected.find((each) => dateFormat(each).parse(text) !== undefined);
  const value = found === undefined ? undefined : dateFormat(found).parse(text);
  if (found === undefined || value === undefined) return undefined;
  const perDay = DAY / SECOND;
  const [own, other] = [pattern, found].map((each) => (each.includes('hh') ? 1 : perDay)) as [number, number];
  const converted = (value * other) / own;
  return Number.isInteger(converted) ? converted : undefined;
}

/** Returns the ISO pattern of most cells of a column; undefined for a column of other things. */
export function detectDates(cells: readonly Cell[]): string | undefined {
  const present = cells.filter(({ text }) => !isMissing(text));
  // Most columns hold other things, which costs less to see.
  if (present.filter(({ text }) => text.charAt(4) === '-').length <= present.length / 2) return undefined;
  return detected.find((pattern) => {
    const { parse } = dateFormat(pattern);
    return present.filter(({ text }) => parse(text) !== undefined).length > present.length / 2;
  });
}
