import test from 'ava';
import type { DecodedPng } from 'fast-png';
import { HelmholtzError } from '@helmholtz/base';
import { lattice } from '../testing/content.js';
import { markedImages } from '../testing/images.js';
import { readSvg } from '../testing/svg.js';
import { interpolationFigure } from './interpolation.js';
import { manifoldFigure } from './manifold.js';
import { reconstructionsFigure } from './reconstructions.js';
import { samplesFigure } from './samples.js';

/**
 * The numbers of the images in a grid, row by row, read where each has its number if it is upright.
 */
function numbers(png: DecodedPng, columns: number, rows: number): number[][] {
  const [cellWidth, cellHeight] = [(png.width + 2) / columns, (png.height + 2) / rows];
  const pixel = (cellWidth - 2) / 3;
  const at = (x: number, y: number) => png.data[Math.floor(y) * png.width + Math.floor(x)];
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const [left, top] = [column * cellWidth, row * cellHeight];
      const upright = at(left + 0.5 * pixel, top + 0.5 * pixel) === 255;
      return upright ? (at(left + 1.5 * pixel, top + 0.5 * pixel) ?? NaN) : NaN;
    }),
  );
}

test('the manifold has its first latent to the right and its second upwards', (t) => {
  const { svg, caption } = manifoldFigure({
    grid: markedImages(9),
    xValues: [-1.5, 0, 1.5],
    yValues: [-1.5, 0, 1.5],
    xName: 'z[0]',
    yName: 'z[1]',
  });
  t.deepEqual(numbers(readSvg(svg).image(), 3, 3), [
    [6, 7, 8],
    [3, 4, 5],
    [0, 1, 2],
  ]);
  t.regex(caption, /z\[0\] grows to the right and z\[1\] upwards, both from \u22121\.5 to 1\.5/);
  // Ticks at both ends and the middle, of the columns from the left, of the rows from the bottom.
  const texts = readSvg(svg).texts();
  t.deepEqual(texts, ['\u22121.5', '0', '1.5', '\u22121.5', '0', '1.5', 'z[0]', 'z[1]']);
  const heights = readSvg(svg)
    .all('text')
    .slice(3, 6)
    .map((text) => Number(/,([\d.]+)\)/.exec(text.getAttribute('transform') ?? '')?.[1]));
  t.true(heights[0]! > heights[1]! && heights[1]! > heights[2]!);
});

test('the axes of a manifold may differ', (t) => {
  const axes = { xValues: [-1, 0, 1], yValues: [4, 5, 6] };
  const { svg, caption } = manifoldFigure({ grid: markedImages(9), ...axes, xName: 'a', yName: 'b' });
  t.regex(caption, /upwards, from \u22121 to 1 and from 4 to 6\./);
  t.deepEqual(readSvg(svg).texts(), ['\u22121', '0', '1', '4', '5', '6', 'a', 'b']);
});

test('a manifold of 15 by 15 has all its images', (t) => {
  const [xValues, yValues] = [lattice(15), lattice(15)];
  const { svg } = manifoldFigure({ grid: markedImages(225), xValues, yValues, xName: 'a', yName: 'b' });
  const rows = numbers(readSvg(svg).image(), 15, 15);
  t.deepEqual(
    rows.reverse().flat(),
    Array.from({ length: 225 }, (_, index) => index),
  );
});

test('throws an error with the number of images for a manifold whose images do not fill its grid', (t) => {
  const manifold = { grid: markedImages(8), xValues: [0, 1, 2], yValues: [0, 1, 2], xName: 'a', yName: 'b' };
  t.throws(() => manifoldFigure(manifold), {
    instanceOf: HelmholtzError,
    message: /9 images for 3 x and 3 y\. Received: 8/,
  });
});

test('reconstructions stand below their originals, and each row has its label', (t) => {
  const { svg } = reconstructionsFigure({
    original: markedImages(4),
    mean: markedImages(4, { first: 10 }),
    draws: [markedImages(4, { first: 20 }), markedImages(4, { first: 30 })],
  });
  t.deepEqual(numbers(readSvg(svg).image(), 4, 4), [
    [0, 1, 2, 3],
    [10, 11, 12, 13],
    [20, 21, 22, 23],
    [30, 31, 32, 33],
  ]);
  t.deepEqual(readSvg(svg).texts(), ['original', 'mean', 'draw 1', 'draw 2']);
});

test('a hundred samples are ten by ten', (t) => {
  const rows = numbers(readSvg(samplesFigure(markedImages(100)).svg).image(), 10, 10);
  t.deepEqual(
    rows.flat(),
    Array.from({ length: 100 }, (_, index) => index),
  );
});

test('an interpolation is a row from left to right', (t) => {
  const { svg } = interpolationFigure([markedImages(5), markedImages(5, { first: 5 })]);
  t.deepEqual(numbers(readSvg(svg).image(), 5, 2), [
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8, 9],
  ]);
});

test('a picture has room for one image, for wide ones and for colours', (t) => {
  for (const shape of [{}, { rows: 2, columns: 3000 }, { channels: 3 }]) {
    const { svg } = samplesFigure(markedImages(1, shape));
    t.notRegex(svg, /NaN/);
    t.true(readSvg(svg).image().width > 1000);
  }
});
