import * as Plot from '@observablehq/plot';
import test from 'ava';
import { readSvg } from '../testing/svg.js';
import { drawPlots } from './draw.js';

const line = (values: number[]): Plot.PlotOptions => ({
  width: 300,
  height: 100,
  marks: [Plot.lineY(values)],
});

test('plots stand below one another in one document', (t) => {
  const svg = readSvg(drawPlots('two lines', [line([1, 2]), { ...line([3, 4]), height: 50 }]));
  const [root, ...plots] = svg.all('svg');
  t.is(root?.getAttribute('viewBox'), '0 0 300 150');
  t.deepEqual(
    plots.map((plot) => plot.getAttribute('y')),
    ['0', '100'],
  );
  t.is(svg.all('rect.background').length, 1);
  t.is(svg.all('style').length, 0);
});

test('text from outside is inert, as a description and as a label', (t) => {
  const hostile = '"><script>alert(1)</script>&';
  const text = drawPlots(hostile, [{ marks: [Plot.text([hostile], { frameAnchor: 'middle' })] }]);
  const svg = readSvg(text);
  t.false(text.includes('<script'));
  t.is(svg.all('svg')[0]?.getAttribute('aria-label'), hostile);
  t.deepEqual(svg.texts(), [hostile]);
});

test('the same plot has the same bytes each time', (t) => {
  t.is(drawPlots('a', [line([1, 5, 2])]), drawPlots('a', [line([1, 5, 2])]));
});

test('coordinates have two decimals at most, numbers in labels have all of theirs', (t) => {
  const text = drawPlots('a', [{ ...line([0, 1 / 3, 1 / 7]), y: { ticks: [0.125], tickFormat: String } }]);
  const path = readSvg(text).all('g[aria-label=line] path')[0]?.getAttribute('d') ?? '';
  t.regex(path, /\.\d\d/);
  t.notRegex(path, /\.\d{3}/);
  t.true(readSvg(text).texts().includes('0.125'));
});
