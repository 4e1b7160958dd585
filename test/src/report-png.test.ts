import { rasterize } from '@helmholtz/diagrams';
import { type ImageBatch, nelboFigure, reconstructionsFigure } from '@helmholtz/report';
import test from 'ava';
import { decode } from 'fast-png';

/**
 * Black images whose top left pixel is white, and the one to its right holds the image's number.
 */
function markedImages(count: number, first = 0): ImageBatch {
  const [rows, columns] = [4, 3];
  const pixels = new Float32Array(count * rows * columns);
  for (let image = 0; image < count; image++) {
    pixels[image * rows * columns] = 1;
    pixels[image * rows * columns + 1] = (first + image) / 255;
  }
  return { pixels, count, rows, columns, channels: 1 };
}

function picture(svg: string): { width: number; height: number; data: Uint8Array } {
  const [, base64] = /data:image\/png;base64,([^"]+)"/.exec(svg)!;
  const { width, height, data } = decode(Buffer.from(base64!, 'base64'));
  return { width, height, data: data as Uint8Array };
}

test('a PNG keeps every pixel of the images in a figure where it was', async (t) => {
  const { svg } = reconstructionsFigure({ original: markedImages(9), mean: markedImages(9, 9), draws: [] });
  const grid = picture(svg);
  const png = decode(await rasterize(svg));
  const left = png.width - grid.width;
  t.true(left > 0, 'there is room for the labels of the rows');
  const moved = grid.data.findIndex((value, index) => {
    const [x, y] = [index % grid.width, Math.floor(index / grid.width)];
    return png.data[(y * png.width + left + x) * png.channels] !== value;
  });
  t.is(moved, -1);
});

test('a chart is drawn at twice its size on white, with its letters in any font', async (t) => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" color="black">LETTERS</svg>';
  const draw = async (letters: string) => decode(await rasterize(svg.replace('LETTERS', letters)));
  const empty = await draw('');
  t.deepEqual([empty.width, empty.height], [120, 60]);
  t.true(empty.data.every((value) => value === 255));
  for (const font of ['Helvetica, Arial, sans-serif', 'Times New Roman,serif', 'No Such Font', 'Courier']) {
    const text = await draw(`<text x="5" y="20" font-family="${font}" fill="currentColor">KL</text>`);
    t.true(
      text.data.some((value) => value === 0),
      font,
    );
  }
});

test('the same figure has the same bytes, also when several are drawn at once', async (t) => {
  const train = { nelbo: 3, expectedLogLikelihood: -2, kl: 1 };
  const { svg } = nelboFigure([{ epoch: 1, step: 1, seconds: 1, learningRate: 0.1, train }]);
  const [first, second] = await Promise.all([rasterize(svg), rasterize(svg)]);
  t.deepEqual(first, second);
});
