import * as Plot from '@observablehq/plot';

import { drawPlots } from '../charts/draw.js';
import { testColor, trainColor } from '../charts/palette.js';
import type { ComparedColumn, ComparedColumns } from '../content.js';
import type { Figure } from './figure.js';

const width = 400;
const height = 120;
const pairHeight = 220;
const most = { columns: 20, pairs: 6 };

/**
 * Draws how often values occur in each column of a table, in the data and in samples of the model;
 * and pairs of columns of numbers, as points.
 *
 * @example
 * ```ts
 * import { columnsFigure } from '@helmholtz/report';
 *
 * const age = { name: 'age', numbers: { real: [20, 30, 30], generated: [22, 31, 28] } };
 * console.log(columnsFigure({ columns: [age] }).alt); // Columns of the data and of samples: age.
 * ```
 */
export function columnsFigure({ columns }: ComparedColumns): Figure {
  const shownColumns = columns.slice(0, most.columns);
  const hiddenCount = columns.length - shownColumns.length;
  const pairs = pairsOf(shownColumns).slice(0, most.pairs);
  const alt = `Columns of the data and of samples: ${shownColumns.map(({ name }) => name).join(', ')}.`;
  return {
    name: 'columns',
    title: 'Columns',
    caption:
      'Shares of values in the test data (blue) and in as many samples of the model (green).' +
      (pairs.length > 0 ? ' Below, pairs of columns, the most correlated first: each point is a row.' : '') +
      (hiddenCount > 0 ? ` ${hiddenCount} more columns are not drawn.` : ''),
    alt,
    svg: drawPlots(alt, [...shownColumns.map(marginal), ...pairs.map(scatter)]),
  };
}

function marginal(column: ComparedColumn): Plot.PlotOptions {
  const { name, numbers } = column;
  const bars = numbers ? histogram(numbers) : undefined;
  const shared = {
    ...{ width, height, marginTop: 26, marginLeft: 48 },
    y: { label: null, ticks: 3, grid: true, percent: true },
  };
  if (bars) {
    const { low, high, real, generated } = bars;
    const edges = { x1: 'from', x2: 'to', y: 'share' };
    return {
      ...shared,
      x: { label: null, ticks: 4, domain: [low, high], ...(column.isTime && { type: 'utc' }) },
      marks: [
        Plot.rectY(real, { ...edges, fill: trainColor, fillOpacity: 0.5 }),
        Plot.rectY(generated, { ...edges, stroke: testColor, strokeWidth: 1.6 }),
        title(name),
      ],
    };
  }
  const categories = column.categories ?? [];
  return {
    ...shared,
    x: { label: null, domain: categories.map(({ name: category }) => category) },
    marks: [
      Plot.barY(categories, { x: 'name', y: 'real', fill: trainColor, fillOpacity: 0.5 }),
      Plot.barY(categories, {
        x: 'name',
        y: 'generated',
        stroke: testColor,
        strokeWidth: 1.6,
        insetLeft: 3,
        insetRight: 3,
      }),
      title(name),
    ],
  };
}

type Numbers = NonNullable<ComparedColumn['numbers']>;
type Pair = readonly [ComparedColumn, ComparedColumn];

function histogram({ real, generated }: Numbers) {
  const present = [...real, ...generated].filter((value) => Number.isFinite(value));
  const [low, end] = [Math.min(...present), Math.max(...present)];
  if (!(low <= end)) return undefined;
  const areCounts = present.every((value) => Number.isInteger(value)) && end - low < 30;
  const bins = areCounts ? end - low + 1 : 20;
  const high = areCounts ? end + 1 : end > low ? end : low + 1;
  const step = (high - low) / bins;
  const shares = (values: readonly number[]) => {
    const counts = new Array<number>(bins).fill(0);
    const finiteValues = values.filter((value) => Number.isFinite(value));
    for (const value of finiteValues) counts[Math.min(bins - 1, Math.floor((value - low) / step))]!++;
    return counts.map((count, bin) => ({
      from: low + bin * step,
      to: low + (bin + 1) * step,
      share: count / Math.max(finiteValues.length, 1),
    }));
  };
  return { low, high, real: shares(real), generated: shares(generated) };
}

/** Pairs of columns of numbers, the most correlated in the data first. */
function pairsOf(columns: readonly ComparedColumn[]): Pair[] {
  const numeric = columns.filter(({ numbers, isTime }) => numbers && !isTime);
  return numeric
    .flatMap((x, index) => numeric.slice(index + 1).map((y): Pair => [x, y]))
    .map((pair) => ({ pair, strength: Math.abs(correlation(pair)) }))
    .sort((a, b) => b.strength - a.strength)
    .map(({ pair }) => pair);
}

/** Correlation of the rows that have both numbers; 0 if it is undefined. */
function correlation([x, y]: Pair): number {
  const rows = x
    .numbers!.real.map((value, row) => [value, y.numbers!.real[row] ?? NaN] as const)
    .filter((row) => row.every((value) => Number.isFinite(value)));
  const mean = (of: (row: readonly [number, number]) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const [meanX, meanY] = [mean(([value]) => value), mean(([, value]) => value)];
  const covariance = mean(([a, b]) => (a - meanX) * (b - meanY));
  const variances = mean(([a]) => (a - meanX) ** 2) * mean(([, b]) => (b - meanY) ** 2);
  return variances > 0 ? covariance / Math.sqrt(variances) : 0;
}

function scatter([x, y]: Pair): Plot.PlotOptions {
  const points = (part: keyof Numbers) =>
    x.numbers![part].map((value, row) => ({ x: value, y: y.numbers![part][row] ?? NaN })).slice(0, 500);
  const dot = { x: 'x', y: 'y', r: 1.6, fillOpacity: 0.6 };
  return {
    ...{ width, height: pairHeight, marginTop: 26, marginLeft: 48 },
    x: { label: null, ticks: 4 },
    y: { label: null, ticks: 4, grid: true },
    marks: [
      Plot.dot(points('real'), { ...dot, fill: trainColor }),
      Plot.dot(points('generated'), { ...dot, fill: testColor }),
      title(`${x.name} and ${y.name}`),
    ],
  };
}

function title(name: string): Plot.Markish {
  return Plot.text([name], { frameAnchor: 'top-left', dy: -20, fontWeight: 'bold' });
}
