import test from 'ava';

import type { ImageBatch } from '../content.js';
import { interpolationFigure } from '../figures/interpolation.js';
import { reconstructionsFigure } from '../figures/reconstructions.js';
import { samplesFigure } from '../figures/samples.js';
import { drawPicture } from './picture.js';

/** Two series of four steps and two channels. The second one ends after its first step. */
const series: ImageBatch = {
  pixels: Float32Array.of(0, 10, 1, 9, 2, 8, 3, 7, 5, 6, ...new Array<number>(6).fill(NaN)),
  count: 2,
  rows: 4,
  columns: 2,
  channels: 1,
  lines: { minimum: 0, maximum: 10 },
};

/** Ends of the lines of a drawing, in its units. */
function lines(svg: string): { points: number; rises: boolean }[] {
  return [...svg.matchAll(/<path[^>]* d="(M[^"Z]+)"/g)].map(([, path]) => {
    const points = path!.match(/[\d.]+,[\d.]+/g)!.map((point) => point.split(',').map(Number));
    return { points: points.length, rises: points.at(-1)![1]! < points[0]![1]! };
  });
}

test('each channel is a line, upwards for larger values, and padded steps are not drawn', (t) => {
  const svg = drawPicture(series, { columns: 2, alt: 'series' });
  const drawn = lines(svg).filter(({ points }) => points > 1);
  t.deepEqual(drawn, [
    { points: 4, rises: true },
    { points: 4, rises: false },
  ]);
  t.is([...svg.matchAll(/<circle/g)].length, 2, 'a single step is a dot for each channel');
  t.false(svg.includes('NaN'));
  t.false(svg.includes('<image'));
});

test('figures of series use the word series, and captions explain the axes', (t) => {
  const { alt, caption } = samplesFigure(series, { drawn: true });
  t.is(alt, 'Grid of 2 series generated from the prior.');
  t.regex(caption, /Each value is a draw from the likelihood\./);
  t.regex(caption, /Steps go to the right, values upwards from 0 to 10\. Each line is a channel\.$/);
  t.regex(
    reconstructionsFigure({ original: series, mean: series, draws: [] }).alt,
    /^Grid of series, one column/,
  );
  t.is(
    interpolationFigure([series]).alt,
    'Grid of series: 1 row of 2 series from one observation to another.',
  );
});
