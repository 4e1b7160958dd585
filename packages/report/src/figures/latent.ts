import * as Plot from '@observablehq/plot';
import { pointClasses, classLegend, classNamesAtMedians } from '../charts/classes.js';
import type { Point, PointClass } from '../charts/classes.js';
import { drawPlots } from '../charts/draw.js';
import type { ClassStyle } from '../charts/palette.js';
import { squareRanges } from '../charts/scales.js';
import type { Range } from '../charts/scales.js';
import type { LatentPoints } from '../content.js';
import { HelmholtzError } from '@helmholtz/base';
import type { Figure } from './figure.js';

const frame = 330;
const margins = { marginTop: 12, marginLeft: 58, marginRight: 16 };
const axisHeight = 50;

/**
 * Draws a scatter plot of posterior means in two latent dimensions, at equal scale and coloured by
 * class if the classes are known.
 *
 * @throws HelmholtzError of kind `usage` unless there is one x, one y, and one label or none for
 *   each observation
 * @example
 * ```ts
 * import { latentFigure } from '@helmholtz/report';
 *
 * const [x, y] = [Float32Array.of(-1, 0, 1), Float32Array.of(0, 1, 0)];
 * const labels = Uint8Array.of(0, 1, 1);
 * const figure = latentFigure({ x, y, labels, xName: 'z[0]', yName: 'z[1]' });
 * console.log(figure.alt);
 * // Scatter plot of 3 observations over z[0] and z[1], coloured by class: 0, 1.
 * ```
 */
export function latentFigure(latent: LatentPoints): Figure {
  const points = readPoints(latent);
  const classes = pointClasses(points, latent.classNames ?? []);
  const { xName, yName, standardNormalPrior } = latent;
  const alt =
    `Scatter plot of ${points.length} observations over ${xName} and ${yName}` +
    (classes.length > 0 ? `, coloured by class: ${classes.map(({ name }) => name).join(', ')}.` : '.');
  return {
    name: 'latent',
    title: 'The latent space',
    caption:
      `Each dot is one of ${points.length} observations, at the mean of its posterior` +
      (classes.length > 0 ? ', coloured by its class, whose name stands near its median' : '') +
      '. Both axes have the same scale.' +
      (standardNormalPrior ? ' Dashed: one, two and three standard deviations of the prior.' : ''),
    alt,
    svg: drawPlots(alt, [scatter(latent, points, classes)]),
  };
}

function readPoints({ x, y, labels }: LatentPoints): Point[] {
  if (x.length !== y.length || (labels && labels.length !== x.length)) {
    throw new HelmholtzError(
      'usage',
      `The latent scatter plot needs equally many x, y and labels. ` +
        `Received: ${x.length} x, ${y.length} y and ${labels?.length ?? 'no'} labels.`,
      { hint: 'Pass one x and one y for each observation, and one label for each or none at all.' },
    );
  }
  const labelOf = (index: number): number | undefined => {
    const label = labels?.[index];
    return label === -1 ? undefined : label;
  };
  return Array.from(x, (value, index) => ({ x: value, y: y[index] ?? NaN, label: labelOf(index) }));
}

function scatter(
  { xName, yName, standardNormalPrior }: LatentPoints,
  points: readonly Point[],
  classes: readonly PointClass[],
): Plot.PlotOptions {
  const legend = classLegend(classes, { width: frame, below: axisHeight });
  const [xRange, yRange] = squareRanges(points);
  const axis = { ticks: 5, tickSize: 0, labelArrow: 'none', labelAnchor: 'center' } as const;
  const grid = { ticks: 5, strokeOpacity: 0.12 };
  const styles = new Map<number | undefined, ClassStyle>(classes.map(({ label, style }) => [label, style]));
  const onlyCircles = classes.every(({ style }) => style.symbol === 'circle');
  return {
    width: margins.marginLeft + frame + margins.marginRight,
    height: margins.marginTop + frame + axisHeight + legend.height,
    ...margins,
    marginBottom: axisHeight + legend.height,
    x: { domain: xRange },
    y: { domain: yRange },
    marks: [
      Plot.gridX(grid),
      Plot.gridY(grid),
      Plot.axisX({ ...axis, label: xName, labelOffset: 40 }),
      Plot.axisY({ ...axis, label: yName, labelOffset: 50 }),
      standardNormalPrior ? [1, 2, 3].map((radius) => contour(radius, xRange, yRange)) : null,
      Plot.dot(points, {
        x: 'x',
        y: 'y',
        r: 2,
        fillOpacity: 0.8,
        fill: ({ label }: Point) => styles.get(label)?.fill ?? 'currentColor',
        symbol: onlyCircles ? 'circle' : ({ label }: Point) => styles.get(label)?.symbol ?? null,
      }),
      classNamesAtMedians(classes, (xRange[1] - xRange[0]) / frame),
      legend.marks,
    ],
  };
}

/** Draws the part of a circle around the origin that is inside the frame. */
function contour(radius: number, xRange: Range, yRange: Range): Plot.Markish {
  const within = (value: number, [low, high]: Range) => value >= low && value <= high;
  const circle = Array.from({ length: 181 }, (_, step) => {
    const angle = (step * Math.PI) / 90;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    return within(x, xRange) && within(y, yRange) ? [x, y] : [NaN, NaN];
  });
  return Plot.line(circle, { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '4 4' });
}
