import * as Plot from '@observablehq/plot';

import { classStyle } from '../charts/palette.js';
import type { ImageBatch } from '../content.js';
import { formatShort } from '../page/numbers.js';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly channel: number;
  readonly line: string;
}

/** Share of a cell between its frame and its lines, and above them. */
const margin = 0.05;
const header = 0.16;

/** Height of a cell of lines, relative to its width. */
export const heightOfLines = 0.7;

/** Whether a batch is drawn as lines, not as pixels. */
export function isLines(batch: ImageBatch): batch is ImageBatch & Required<Pick<ImageBatch, 'lines'>> {
  return batch.lines !== undefined;
}

/** Returns `images` or `series`, what a batch is called in captions. */
export function nounOf(batch: ImageBatch): 'images' | 'series' {
  return isLines(batch) ? 'series' : 'images';
}

/** Returns a sentence about the axes of line charts, to follow a caption; empty for images. */
export function noteOnLines(batch: ImageBatch): string {
  if (!isLines(batch)) return '';
  const { minimum, maximum } = batch.lines;
  const channels = batch.columns > 1 ? ' Each line is a channel.' : '';
  return ` Steps go to the right, values upwards from ${formatShort(minimum, 3)} to ${formatShort(maximum, 3)}.${channels}`;
}

/**
 * Returns the marks of line charts in a grid whose cells are units: a line for each channel, with a
 * gap where a value is NaN.
 */
export function marksOfLines(batch: ImageBatch, columns: number): Plot.Markish[] {
  if (!isLines(batch)) return [];
  const { count, columns: channels } = batch;
  const cells = Array.from({ length: count }, (_, cell) => ({
    x: cell % columns,
    y: Math.floor(cell / columns),
  }));
  const places = placesOf(batch, columns);
  const color = ({ channel }: { readonly channel: number }): string => classStyle(channel).fill;
  const names = Array.from({ length: channels > 1 ? channels : 0 }, (_, channel) => ({ channel }));
  return [
    Plot.rect(cells, {
      x1: ({ x }: { x: number }) => x + margin / 2,
      x2: ({ x }: { x: number }) => x + 1 - margin / 2,
      y1: ({ y }: { y: number }) => y + margin / 2,
      y2: ({ y }: { y: number }) => y + 1 - margin / 2,
      stroke: '#bbb',
      strokeWidth: 1,
      fill: 'none',
    }),
    Plot.line(places, { x: 'x', y: 'y', z: 'line', stroke: color, strokeWidth: 1.6 }),
    // A single step between gaps, or at an end, is no line.
    Plot.dot(places.filter(isAlone), { x: 'x', y: 'y', r: 1.6, fill: color }),
    Plot.text(names, {
      x: ({ channel }: { channel: number }) => 2 * margin + 0.12 * channel,
      y: margin,
      text: ({ channel }: { channel: number }) => `${channel}`,
      fill: color,
      textAnchor: 'start',
      lineAnchor: 'top',
      fontSize: 14,
    }),
  ];
}

function placesOf({ pixels, count, rows, columns: channels, lines }: ImageBatch, columns: number): Place[] {
  const { minimum, maximum } = lines!;
  const extent = maximum - minimum || 1;
  return Array.from({ length: count * channels * rows }, (_, index) => {
    const step = index % rows;
    const channel = Math.floor(index / rows) % channels;
    const cell = Math.floor(index / rows / channels);
    const value = pixels[(cell * rows + step) * channels + channel]!;
    const share = Math.min(1.1, Math.max(-0.1, (value - minimum) / extent));
    return {
      x: (cell % columns) + margin + ((1 - 2 * margin) * (step + 0.5)) / rows,
      y: Math.floor(cell / columns) + 1 - 2 * margin - (1 - 2 * margin - header) * share,
      channel,
      line: `${cell}/${channel}`,
    };
  });
}

function isAlone({ y, line }: Place, index: number, places: readonly Place[]): boolean {
  const joins = (other: Place | undefined): boolean => other?.line === line && !Number.isNaN(other.y);
  return !Number.isNaN(y) && !joins(places[index - 1]) && !joins(places[index + 1]);
}
