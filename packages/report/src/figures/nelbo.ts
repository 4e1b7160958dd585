import * as Plot from '@observablehq/plot';
import { drawPlots } from '../charts/draw.js';
import { testColor, trainColor, validationColor } from '../charts/palette.js';
import { integerTicks, paddedRange } from '../charts/scales.js';
import type { EpochRow, Metrics } from '../content.js';
import { formatNumber } from '../page/numbers.js';
import { heldOutSets, knownMetrics, latentMetrics, metricName, ownMetrics } from '../metrics.js';
import type { Figure } from './figure.js';

interface Quantity {
  readonly title: string;
  readonly height: number;
  readonly value: (metrics: Metrics) => number | undefined;
}

const bound: readonly Quantity[] = [
  { title: 'NELBO (nats)', height: 220, value: ({ nelbo }) => nelbo },
  {
    title: '\u2212 expected log-likelihood (nats)',
    height: 165,
    value: ({ expectedLogLikelihood: value }) => value && -value,
  },
  { title: 'KL divergence (nats)', height: 165, value: ({ kl }) => kl },
];

/** Metrics in nats that only some objectives have, such as bounds of several samples. */
const ofSomeObjectives: readonly Quantity[] = knownMetrics
  .filter((metric) => !['nelbo', 'expectedLogLikelihood', 'kl'].includes(metric))
  .map((metric) => ({
    title: `${metricName(metric)} (nats)`,
    height: 165,
    value: (metrics) => metrics[metric],
  }));

const series = [
  { name: 'train', color: trainColor, metrics: (row: EpochRow) => row.train },
  { name: 'validation', color: validationColor, metrics: (row: EpochRow) => row.validation },
  { name: 'test', color: testColor, metrics: (row: EpochRow) => row.test },
] as const;

interface Curve {
  readonly name: string;
  readonly color: string;
  /** NaN leaves a gap in the line, for values that are missing or not finite. */
  readonly points: readonly { readonly epoch: number; readonly value: number }[];
}

type Panel = Readonly<{ title: string; height: number; curves: readonly Curve[] }>;

const width = 400;
const axisHeight = 44;
/** With more epochs, dots would hide the line. */
const mostDots = 40;

const meaning =
  'The NELBO (top) is the sum of the negative expected log-likelihood, which is low where observations are ' +
  'reconstructed well, and of the KL divergence of the posterior from the prior, which is what the code of an ' +
  'observation costs. Each is summed over the event and averaged over the data.';

const severalLatents = 'Below it, the KL divergence of each latent, which add up to it.';

/** Explains why the training loss may be above the held-out loss. */
const comparison = (set: string): string =>
  'The training curve is the running average over each epoch, during which the weights still improve, and the ' +
  `${set} curve is measured at its end: so training may well lie above ${set}.`;

/**
 * Draws the learning curves: the NELBO and its terms by epoch, for the training, validation and
 * test data.
 *
 * @example
 * ```ts
 * import { nelboFigure } from '@helmholtz/report';
 *
 * const row = { step: 10, seconds: 1, learningRate: 0.01 };
 * const history = [
 *   { ...row, epoch: 1, train: { nelbo: 120, expectedLogLikelihood: -100, kl: 20 } },
 *   { ...row, epoch: 2, train: { nelbo: 110, expectedLogLikelihood: -88, kl: 22 } },
 * ];
 * const { caption } = nelboFigure(history);
 * console.log(caption.split('. ')[0]);
 * // The NELBO of the training data went from 120.00 to 110.00 nats after epoch 2
 * ```
 */
export function nelboFigure(history: readonly EpochRow[]): Figure {
  const ofLatents = latentMetrics(history).map(latentQuantity);
  const ofObjective = ownMetrics(history).map(ownQuantity);
  const panels = [...bound, ...ofSomeObjectives, ...ofLatents, ...ofObjective]
    .map(({ title, height, value }) => ({ title, height, curves: curves(history, value) }))
    .filter((panel) => panel.curves.length > 0);
  const epochs = history.map((row) => row.epoch);
  const alt = `Line chart of the NELBO by epoch. ${course(history)}`;
  const plots = panels.map((panel, index) => plot(panel, epochs, index === 0, index === panels.length - 1));
  const complete = bound.every(({ title }) => panels.some((panel) => panel.title === title));
  const sentences = [
    course(history),
    complete && meaning,
    complete && ofLatents.length > 0 && severalLatents,
    ...heldOutSets(history).slice(0, 1).map(comparison),
  ];
  return {
    name: 'nelbo',
    title: 'The objective by epoch',
    caption: sentences.filter((sentence) => sentence !== false).join(' '),
    alt,
    svg: drawPlots(alt, plots),
  };
}

function latentQuantity(metric: string): Quantity {
  return { title: `${metricName(metric)} (nats)`, height: 130, value: (metrics) => metrics[metric] };
}

/** The unit of an objective's own metric is unknown. */
function ownQuantity(metric: string): Quantity {
  return { title: metricName(metric), height: 130, value: (metrics) => metrics[metric] };
}

function curves(history: readonly EpochRow[], valueOf: (metrics: Metrics) => number | undefined): Curve[] {
  return series
    .map(({ name, color, metrics }) => {
      const points = history.map((row) => ({ epoch: row.epoch, value: valueOf(metrics(row) ?? {}) ?? NaN }));
      return { name, color, points };
    })
    .filter((curve) => curve.points.some((point) => Number.isFinite(point.value)));
}

function plot(panel: Panel, epochs: readonly number[], isFirst: boolean, isLast: boolean): Plot.PlotOptions {
  const values = panel.curves.flatMap((curve) => curve.points.map((point) => point.value));
  const valueRange = paddedRange(values, 0.04);
  const epochRange = paddedRange(epochs, 0);
  const ticks = integerTicks(...epochRange);
  // The axis has no room for 3,000,000: write 3M.
  const numbers = valueRange.some((value) => Math.abs(value) >= 1e5) ? { tickFormat: '~s' } : {};
  const ticksY = { ticks: Math.max(2, Math.round(panel.height / 60)) };
  const marginBottom = isLast ? axisHeight : 8;
  const position = { x: 'epoch', y: 'value' };
  return {
    width,
    height: panel.height - axisHeight + marginBottom,
    marginTop: 36,
    marginRight: 14,
    marginBottom,
    marginLeft: 56,
    x: { domain: epochRange, axis: null },
    y: { domain: valueRange },
    marks: [
      Plot.gridX(ticks, { strokeOpacity: 0.12 }),
      Plot.gridY({ ...ticksY, strokeOpacity: 0.12 }),
      Plot.axisY({ ...ticksY, ...numbers, tickSize: 0, label: null }),
      isLast
        ? Plot.axisX(ticks, {
            tickSize: 0,
            tickFormat: String,
            label: 'epoch',
            labelArrow: 'none',
            labelAnchor: 'center',
          })
        : null,
      Plot.text([panel.title], { frameAnchor: 'top-left', dx: -50, dy: -30, fontWeight: 'bold' }),
      panel.curves.map(({ points, color }) =>
        Plot.line(points, { ...position, stroke: color, strokeWidth: 2 }),
      ),
      panel.curves.map(({ points, color }) =>
        points.length > mostDots ? null : Plot.dot(points, { ...position, fill: color, r: 3 }),
      ),
      isFirst ? panel.curves.map((curve, index) => legendEntry(curve, panel.curves.length - index)) : null,
    ],
  };
}

/** Draws the name of a curve in a row that ends at the right. */
function legendEntry({ name, color }: Curve, fromRight: number): Plot.Markish {
  const dx = -88 * fromRight;
  return [
    Plot.dot([name], { frameAnchor: 'top-right', dx: dx + 10, dy: -23, r: 4, fill: color }),
    Plot.text([name], { frameAnchor: 'top-right', textAnchor: 'start', dx: dx + 20, dy: -30 }),
  ];
}

/** Describes the NELBO at the first and last epoch. */
function course(history: readonly EpochRow[]): string {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return 'No epoch was finished.';
  if (last.train['nelbo'] === undefined) return 'The objective has no NELBO.';
  const nelbo = (metrics: Metrics | undefined) => formatNumber(metrics?.['nelbo']);
  const after = `after epoch ${last.epoch}`;
  const heldOut = heldOutSets([last]).map((set) => `, that of the ${set} data ${nelbo(last[set])}`);
  return history.length === 1
    ? `The NELBO of the training data was ${nelbo(last.train)} nats ${after}${heldOut.join('')}.`
    : `The NELBO of the training data went from ${nelbo(first.train)} to ${nelbo(last.train)} nats ${after}${heldOut.join('')}.`;
}
