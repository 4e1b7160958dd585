import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { element } from '../svg/element.js';
import { pixelsOf } from './length.js';
import { sheetOf } from './pages.js';
import { type SizeOptions, sizeOf, sized } from './sized.js';
import { smallestFont } from './smallest-font.js';

const text = (size: number) => element('text', { 'font-size': size }, 'z');
const figure = element('svg', { width: 480, height: 240, viewBox: '0 0 480 240' }, text(11), text(16));

/** Size of the figure with the options, and the lines that it gives notice of. */
function measured(options: SizeOptions) {
  const lines: string[] = [];
  const { width, height } = sizeOf(sized(figure, options, (line) => void lines.push(line)));
  return { size: [width, height].map(Math.round), lines };
}

test('a length is a number of pixels, or a number with a unit of 96 pixels an inch', (t) => {
  t.is(pixelsOf('width', 400), 400);
  t.is(pixelsOf('width', '5.5in'), 528);
  t.is(pixelsOf('width', ' 72 PT '), 96);
  t.is(Math.round(pixelsOf('width', '25.4mm')), 96);
  t.is(Math.round(pixelsOf('height', '2.54cm')), 96);
});

for (const length of ['5.5km', '', 'wide', '-3in', 0, Number.NaN, '1e9', '2000cm']) {
  test(`the length ${JSON.stringify(length)} is an error that names the units`, (t) => {
    const error = t.throws(() => pixelsOf('width', length), { instanceOf: HelmholtzError });
    t.is(error.message, `width must be a length from 1px to 10 metres. Received: ${JSON.stringify(length)}.`);
    t.true(error.hint?.includes('px, in, cm, mm, pt'));
  });
}

test('width and height scale a figure to fit, in its proportions', (t) => {
  t.deepEqual(measured({}).size, [480, 240]);
  t.deepEqual(measured({ width: 960 }).size, [960, 480]);
  t.deepEqual(measured({ height: 480 }).size, [960, 480]);
  t.deepEqual(measured({ width: 960, height: 300 }).size, [600, 300]);
});

test('a figure fits a page within its margins, on its side if that is larger, and never grows', (t) => {
  t.deepEqual(measured({ page: 'a4' }).size, [480, 240]);
  const wide = element('svg', { width: 4000, height: 1000 }, text(80));
  const { width } = sizeOf(sized(wide, { page: 'a4' }, () => undefined));
  t.is(Math.round((width / 96) * 25.4), 297 - 40);
  const { width: sheet, height } = sheetOf('a4', { width, height: width / 4 });
  t.true(sheet > height);
});

test('text of less than 5 points is told with the size in which it would be legible', (t) => {
  t.deepEqual(measured({ width: 300 }).lines, []);
  const [line, ...others] = measured({ width: '2.5in' }).lines;
  t.deepEqual(others, []);
  // 11 pixels are 8.25 points; at half the width they are half of that.
  t.regex(line!, /^The smallest text has 4\.1 pt in this size, and print needs 5 pt: 3\.0 by 1\.5 in\./);
});

test('the smallest text counts the scale of the groups around it', (t) => {
  const group = element('g', { transform: 'translate(3 4) scale(0.5)' }, text(16));
  t.is(smallestFont(element('svg', {}, text(11), group)), 8);
});
