import test from 'ava';
import { decode } from 'fast-png';
import { nelboFigure } from './figures/nelbo.js';
import { reconstructionsFigure } from './figures/reconstructions.js';
import { falling } from './testing/content.js';
import { markedImages } from './testing/images.js';
import { readSvg } from './testing/svg.js';
import { svgToPng } from './svg-to-png.js';

test('a picture keeps every pixel of its images where it was', async (t) => {
  const labelled = { mean: markedImages(9, { first: 9 }), draws: [] };
  const { svg } = reconstructionsFigure({ original: markedImages(9), ...labelled });
  const grid = readSvg(svg).image();
  const png = decode(await svgToPng(svg));
  const left = png.width - grid.width;
  t.true(left > 0, 'there is room for the labels of the rows');
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      if (png.data[(y * png.width + left + x) * png.channels] !== grid.data[y * grid.width + x]) {
        t.fail(`the pixel at ${x}, ${y} differs`);
        return;
      }
    }
  }
});

test('a chart is drawn at twice its size on white, with its letters', async (t) => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" color="black">LETTERS</svg>';
  const draw = async (letters: string) => decode(await svgToPng(svg.replace('LETTERS', letters)));
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

test('the same drawing has the same bytes, also when several are drawn at once', async (t) => {
  const { svg } = nelboFigure(falling(3));
  const [first, second] = await Promise.all([svgToPng(svg), svgToPng(svg)]);
  t.deepEqual(first, second);
  t.true(first.length > 5000);
});

test('a renderer that someone else started is used', async (t) => {
  // Loaded anew, the module cannot know that the renderer runs.
  const again = (await import(`${'./svg-to-png.js'}?again`)) as { svgToPng: typeof svgToPng };
  const { svg } = nelboFigure(falling(2));
  t.deepEqual(await again.svgToPng(svg), await svgToPng(svg));
});
