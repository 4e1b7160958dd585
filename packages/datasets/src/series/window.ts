import { HelmholtzError } from '@helmholtz/base';

/** How longer series are cut into examples. */
export interface WindowRule {
  /** Steps of an example. */
  readonly length: number;
  /** Steps from the beginning of a window to that of the next; `length` by default. */
  readonly hop?: number | undefined;
}

/** Consecutive steps of one series: a recording, or the rows of a patient. */
export interface Stretch {
  readonly start: number;
  readonly steps: number;
}

/** A window of a series, or a whole series. */
export interface Piece extends Stretch {
  /** Index of its series. */
  readonly series: number;
}

/**
 * Returns the windows of series, in order. Steps behind the last whole window are left out. A
 * series that is shorter than a window is one piece of its own length.
 */
export function windowsIn(stretches: readonly Stretch[], { length, hop = length }: WindowRule): Piece[] {
  return stretches.flatMap(({ start, steps }, series) => {
    const count = steps < length ? 1 : Math.floor((steps - length) / hop) + 1;
    return Array.from({ length: count }, (_, index): Piece => ({
      start: start + index * hop,
      steps: Math.min(steps, length),
      series,
    }));
  });
}

/** Returns each series as a piece. */
export function wholeSeries(stretches: readonly Stretch[]): Piece[] {
  return stretches.map((stretch, series) => ({ ...stretch, series }));
}

/** Returns a rule with its default. */
export function completedWindow(rule: WindowRule | undefined): Required<WindowRule> | undefined {
  return rule && { length: rule.length, hop: rule.hop ?? rule.length };
}

/** Describes windows in one line, such as `240 windows of 1000 steps, every 500`. */
export function describeWindows(pieces: readonly Piece[], { length, hop = length }: WindowRule): string {
  const shorter = pieces.filter(({ steps }) => steps < length).length;
  const padded = shorter === 0 ? '' : `; ${shorter} shorter series are padded`;
  return `${pieces.length} windows of ${length} steps, every ${hop}${padded}`;
}

/** @throws HelmholtzError (`usage`) for a window that is longer than all series. */
export function checkWindow(name: string, stretches: readonly Stretch[], rule: WindowRule | undefined): void {
  const longest = stretches.reduce((most, { steps }) => Math.max(most, steps), 0);
  if (rule === undefined || longest >= rule.length) return;
  throw new HelmholtzError(
    'usage',
    `${name}: data.window has ${rule.length} steps, and the longest series has ${longest}.`,
    {
      hint: `Give a series of ${rule.length} steps or more. Before training, you may declare a length of at most ${longest}.`,
    },
  );
}
