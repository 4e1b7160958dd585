import * as Plot from '@observablehq/plot';
import { drawPlots } from '../charts/draw.js';
import type { ImageBatch } from '../content.js';
import { imageGrid } from './grid.js';
import { pngDataUrl } from './png.js';
import { heightOfLines, isLines, marksOfLines } from './series-picture.js';

/** Label of a column or row of the grid, with its index from the top left. */
export interface GridLabel {
  readonly at: number;
  readonly text: string;
}

export interface PictureOptions {
  /** Images per row. */
  readonly columns: number;
  readonly alt: string;
  readonly columnLabels?: readonly GridLabel[];
  readonly rowLabels?: readonly GridLabel[];
  /** Label above each image, one per image. */
  readonly imageLabels?: readonly string[];
  /** Names of the axes: the columns from left to right, and the rows. */
  readonly xName?: string;
  readonly yName?: string;
}

/**
 * Approximate width of the grid in pixels. A unit of the drawing has two, for high-density screens.
 */
const gridWidth = 1280;
const pixelsPerUnit = 2;

/** Larger than in charts, because pictures are wider and shrink more on a small screen. */
const fontSize = 22;
const labelHeight = 34;
/** Width of a letter relative to the font size. */
const letterWidth = 0.55;

/** Draws a grid of images as an SVG document with labels. Each pixel is a sharp square. */
export function drawPicture(images: ImageBatch, options: PictureOptions): string {
  const { columns, columnLabels = [], rowLabels = [], imageLabels = [], xName, yName } = options;
  const { size, header, imageFontSize, marks } = isLines(images)
    ? linesIn(images, columns, imageLabels)
    : imagesIn(images, columns, imageLabels);
  const marginBottom = (columnLabels.length > 0 ? labelHeight : 0) + (xName ? labelHeight : 0);
  const marginLeft = labelWidth(rowLabels) + (yName ? labelHeight : 0);
  // A label may be wider than the last column: add a margin.
  const marginRight = Math.max(0, Math.ceil((labelWidth(columnLabels) - size.width / columns) / 2));
  const middle = ({ at }: GridLabel) => at + 0.5;
  const text = { text: 'text', fontSize } as const;
  const plot: Plot.PlotOptions = {
    width: marginLeft + size.width + marginRight,
    height: size.height + marginBottom,
    marginTop: 0,
    marginRight,
    marginBottom,
    marginLeft,
    x: { domain: [0, columns], axis: null },
    y: { domain: [Math.ceil(images.count / columns), 0], axis: null },
    marks: [
      ...marks,
      Plot.text(imageLabels, {
        text: String,
        fontSize: imageFontSize,
        x: (_, image) => (image % columns) + 0.5,
        y: (_, image) => Math.floor(image / columns),
        dy: header / 2,
      }),
      Plot.text(columnLabels, { ...text, x: middle, frameAnchor: 'bottom', lineAnchor: 'top', dy: 8 }),
      Plot.text(rowLabels, { ...text, y: middle, frameAnchor: 'left', textAnchor: 'end', dx: -10 }),
      Plot.text(named(xName), { ...text, frameAnchor: 'bottom', dy: marginBottom - 8 }),
      Plot.text(named(yName), {
        ...text,
        frameAnchor: 'left',
        textAnchor: 'middle',
        rotate: -90,
        dx: 14 - marginLeft,
      }),
    ],
  };
  return drawPlots(options.alt, [plot]);
}

interface Cells {
  readonly size: { readonly width: number; readonly height: number };
  /** Height of the words above each image. */
  readonly header: number;
  readonly imageFontSize: number;
  readonly marks: readonly Plot.Markish[];
}

function imagesIn(images: ImageBatch, columns: number, imageLabels: readonly string[]): Cells {
  const scale = Math.max(1, Math.round(gridWidth / (columns * images.columns)));
  const imageFontSize = fittingFontSize(imageLabels, (images.columns * scale) / pixelsPerUnit);
  const header = imageLabels.length > 0 ? Math.ceil(1.3 * imageFontSize) : 0;
  const grid = imageGrid(images, { columns, scale, gap: pixelsPerUnit, header: header * pixelsPerUnit });
  const size = { width: grid.width / pixelsPerUnit, height: grid.height / pixelsPerUnit };
  const image = { src: String, frameAnchor: 'middle', ...size, imageRendering: 'optimizeSpeed' } as const;
  return { size, header, imageFontSize, marks: [Plot.image([pngDataUrl(grid)], image)] };
}

function linesIn(series: ImageBatch, columns: number, imageLabels: readonly string[]): Cells {
  const width = gridWidth / pixelsPerUnit;
  const cell = width / columns;
  const imageFontSize = fittingFontSize(imageLabels, cell);
  const height = Math.ceil(series.count / columns) * cell * heightOfLines;
  const marks = marksOfLines(series, columns);
  return { size: { width, height }, header: 1.3 * imageFontSize, imageFontSize, marks };
}

function named(text: string | undefined): { text: string }[] {
  return text === undefined ? [] : [{ text }];
}

/** Returns the width of the longest label, in integer units to keep images aligned to pixels. */
function labelWidth(labels: readonly GridLabel[]): number {
  if (labels.length === 0) return 0;
  return Math.ceil(12 + letterWidth * fontSize * longest(labels.map(({ text }) => text)));
}

/** Returns the largest font size at which every label fits above an image of the given width. */
function fittingFontSize(words: readonly string[], width: number): number {
  return Math.min(fontSize, width / (letterWidth * Math.max(1, longest(words))));
}

function longest(words: readonly string[]): number {
  return words.reduce((length, word) => Math.max(length, word.length), 0);
}
