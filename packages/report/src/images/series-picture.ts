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
  return Array.from({ length: count * channels }, (_, index) => {
    const channel = index % channels;
    const cell = Math.floor(index / channels);
    const valueAt = (step: number): number => pixels[(cell * rows + step) * channels + channel]!;
    return stepsDrawn(rows, valueAt).map((step): Place => {
      const share = Math.min(1.1, Math.max(-0.1, (valueAt(step) - minimum) / extent));
      return {
        x: (cell % columns) + margin + ((1 - 2 * margin) * (step + 0.5)) / rows,
        y: Math.floor(cell / columns) + 1 - 2 * margin - (1 - 2 * margin - header) * share,
        channel,
        line: `${cell}/${channel}`,
      };
    });
  }).flat();
}

/** Steps of a line that are drawn; of more, the least and the greatest of each interval. */
const MOST_STEPS = 600;

/** Returns the steps of a line to draw: all, or those of the envelope of a long line. */
function stepsDrawn(rows: number, valueAt: (step: number) => number): readonly number[] {
  if (rows <= MOST_STEPS) return Array.from({ length: rows }, (_, step) => step);
  const intervals = MOST_STEPS / 2;
  return Array.from({ length: intervals }, (_, interval) => {
    const begin = Math.floor((interval * rows) / intervals);
    const end = Math.floor(((interval + 1) * rows) / intervals);
    let [least, greatest] = [begin, begin];
    for (let step = begin; step < end; step++) {
      // NaN stays only if the interval has nothing else.
      if (!(valueAt(step) >= valueAt(least))) least = Number.isNaN(valueAt(step)) ? least : step;
      if (!(valueAt(step) <= valueAt(greatest))) greatest = Number.isNaN(valueAt(step)) ? greatest : step;
    }
    return least < greatest ? [least, greatest] : least > greatest ? [greatest, least] : [least];
  }).flat();
}

function isAlone({ y, line }: Place, index: number, places: readonly Place[]): boolean {
  const joins = (other: Place | undefined): boolean => other?.line === line && !Number.isNaN(other.y);
  return !Number.isNaN(y) && !joins(places[index - 1]) && !joins(places[index + 1]);
}
