import * as Plot from '@observablehq/plot';
import { group, median } from 'd3-array';
import { fontSize } from './draw.js';
import { classStyle } from './palette.js';
import type { ClassStyle } from './palette.js';
import { separate } from './separate.js';

const letterWidth = 0.55 * fontSize;
const legendRow = 22;

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: number | undefined;
}

export interface PointClass {
  readonly label: number;
  readonly name: string;
  readonly style: ClassStyle;
  readonly points: readonly Point[];
}

/** Groups points by class, in the order of the labels. Points without labels have no class. */
export function pointClasses(points: readonly Point[], names: readonly string[]): PointClass[] {
  return [...group(points, ({ label }) => label)]
    .flatMap(([label, members]) => (label === undefined ? [] : [{ label, points: members }]))
    .sort((a, b) => a.label - b.label)
    .map((found) => ({
      ...found,
      name: names[found.label] ?? String(found.label),
      style: classStyle(found.label),
    }));
}

/** Draws a legend in columns below a frame of the given width, and returns its height. */
export function classLegend(
  classes: readonly PointClass[],
  { width, below }: { readonly width: number; readonly below: number },
): { marks: Plot.Markish; height: number } {
  const columnWidth = 24 + letterWidth * longestName(classes);
  const most = Math.max(1, Math.floor(width / columnWidth));
  const rows = Math.ceil(classes.length / most);
  const columns = Math.ceil(classes.length / rows);
  const marks = classes.map(({ name, style }, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const place = { frameAnchor: 'bottom-left', dy: below + (row + 0.5) * legendRow } as const;
    const left = (column * width) / columns;
    return [
      Plot.dot([name], { ...place, dx: left + 6, r: 5, ...style }),
      Plot.text([name], { ...place, dx: left + 16, textAnchor: 'start', lineAnchor: 'middle' }),
    ];
  });
  return { marks, height: rows * legendRow + 6 };
}

/** Draws the names of the classes at their medians, moved apart if they would overlap. */
export function classNamesAtMedians(classes: readonly PointClass[], unitsPerPixel: number): Plot.Markish {
  const height = 16 * unitsPerPixel;
  const width = (8 + 8 * longestName(classes)) * unitsPerPixel;
  // In these coordinates, every name occupies a square of side one.
  const medians = classes.flatMap(({ name, points }) => {
    const [x, y] = [median(points, (point) => point.x), median(points, (point) => point.y)];
    return x === undefined || y === undefined ? [] : [{ name, x: x / width, y: y / height }];
  });
  const names = separate(medians, 1).map((at, index) => ({ ...at, name: medians[index]?.name }));
  return Plot.text(names, {
    x: (at: { x: number }) => at.x * width,
    y: (at: { y: number }) => at.y * height,
    text: 'name',
    className: 'halo',
    stroke: 'white',
    strokeWidth: 4,
    fill: 'currentColor',
    fontWeight: 'bold',
    fontSize: 15,
  });
}

function longestName(classes: readonly PointClass[]): number {
  return Math.max(0, ...classes.map(({ name }) => name.length));
}
