import * as Plot from '@observablehq/plot';

import { drawPlots } from '../charts/draw.js';
import { trainColor } from '../charts/palette.js';
import type { Figure } from './figure.js';

/** Histogram of a column: numbers between two ends, or categories. */
export interface ColumnHistogram {
  readonly name: string;
  /** Whether the axis has numbers; not for dates, which are days or seconds. True by default. */
  readonly ticks?: boolean | undefined;
  /** Bars of equal width from `low` to `high`. */
  readonly numbers?:
    { readonly low: number; readonly high: number; readonly counts: readonly number[] } | undefined;
  readonly categories?: readonly { readonly name: string; readonly count: number }[] | undefined;
}

const MOST_COLUMNS = 40;
const width = 400;
const height = 120;

/**
 * Draws a histogram of each column of raw data, one below the other; of up to 40 columns.
 *
 * @example
 * ```ts
 * import { histogramsFigure } from '@helmholtz/report';
 *
 * const age = { name: 'age', numbers: { low: 20, high: 80, counts: [3, 8, 4] } };
 * console.log(histogramsFigure([age]).svg.includes('age')); // true
 * ```
 */
export function histogramsFigure(columns: readonly ColumnHistogram[]): Figure {
  const shownColumns = columns.slice(0, MOST_COLUMNS);
  const hiddenCount = columns.length - shownColumns.length;
  const plots = shownColumns.map(({ name, numbers, categories = [], ticks = true }) => ({
    width,
    height,
    marginTop: 26,
    marginLeft: 48,
    y: { label: null, ticks: 3, grid: true },
    ...(numbers ? ofNumbers(name, numbers, ticks) : ofCategories(name, categories)),
  }));
  const alt = `Histograms of ${shownColumns.map(({ name }) => name).join(', ')}.`;
  const caption = 'How often values occur in each column, in the units of the data.';
  return {
    name: 'histograms',
    title: 'Histograms',
    caption: hiddenCount > 0 ? `${caption} ${hiddenCount} more columns are not drawn.` : caption,
    alt,
    svg: drawPlots(alt, plots),
  };
}

function ofNumbers(
  name: string,
  { low, high, counts }: NonNullable<ColumnHistogram['numbers']>,
  ticks: boolean,
): Pick<Plot.PlotOptions, 'x' | 'marks'> {
  const step = (high > low ? high - low : 1) / counts.length;
  const bars = counts.map((count, index) => ({
    from: low + index * step,
    to: low + (index + 1) * step,
    count,
  }));
  return {
    x: { label: null, domain: [low, low + step * counts.length], ticks: ticks ? 4 : [], tickFormat: tickOf },
    marks: [Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'count', fill: trainColor }), title(name)],
  };
}

function ofCategories(
  name: string,
  categories: NonNullable<ColumnHistogram['categories']>,
): Plot.PlotOptions {
  const cut = categories.map((category) => ({
    ...category,
    name: category.name.length > 8 ? `${category.name.slice(0, 7)}…` : category.name,
  }));
  return {
    // Long names of many categories are drawn at an angle.
    ...(cut.reduce((sum, { name: text }) => sum + text.length, 0) > 40
      ? { height: height + 30, marginBottom: 60 }
      : {}),
    x: {
      label: null,
      domain: cut.map((category) => category.name),
      tickRotate: cut.reduce((sum, { name: text }) => sum + text.length, 0) > 40 ? -40 : 0,
    },
    marks: [Plot.barY(cut, { x: 'name', y: 'count', fill: trainColor }), title(name)],
  };
}

/** Large and small numbers with an exponent, so that neighbours do not overlap. */
function tickOf(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e5 || size < 1e-3) ? value.toExponential().replace('e+', 'e') : `${value}`;
}

function title(name: string): Plot.Markish {
  return Plot.text([name], { frameAnchor: 'top-left', dy: -20, fontWeight: 'bold' });
}
