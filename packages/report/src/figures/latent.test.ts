import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { spiral } from '../testing/content.js';
import { readSvg } from '../testing/svg.js';
import { latentFigure } from './latent.js';

const names = { xName: 'z[0]', yName: 'z[1]' };

/** The dots of observations, without those of the legend. */
function dots(svg: string): { x: number; y: number; fill: string | null }[] {
  const [scatter] = readSvg(svg).all('g[aria-label=dot]');
  return [...(scatter?.querySelectorAll('circle') ?? [])].map((dot) => ({
    x: Number(dot.getAttribute('cx')),
    y: Number(dot.getAttribute('cy')),
    fill: dot.getAttribute('fill'),
  }));
}

test('the first latent goes right, the second up, both at the same scale', (t) => {
  const { svg } = latentFigure({ ...names, x: Float32Array.of(0, 1, 0), y: Float32Array.of(0, 0, 4) });
  const [origin, right, up] = dots(svg);
  if (!origin || !right || !up) throw new Error('Three dots are wanted.');
  t.is(right.y, origin.y);
  t.is(up.x, origin.x);
  t.true(right.x > origin.x);
  t.true(Math.abs(origin.y - up.y - 4 * (right.x - origin.x)) < 0.1);
  t.deepEqual(
    readSvg(svg)
      .texts()
      .filter((text) => text.startsWith('z'))
      .sort(),
    ['z[0]', 'z[1]'],
  );
});

test('each class has a colour of its own, the same in the legend, and its name near its median', (t) => {
  const { svg, alt } = latentFigure(spiral(1000));
  t.is(dots(svg).length, 1000);
  const colors = new Set(dots(svg).map(({ fill }) => fill));
  t.is(colors.size, 10);
  const legend = readSvg(svg)
    .all('g[aria-label=dot]')
    .slice(1)
    .map((entry) => entry.getAttribute('fill'));
  t.deepEqual(
    legend,
    dots(svg)
      .slice(0, 10)
      .map(({ fill }) => fill),
    'points 0 to 9 are of classes 0 to 9',
  );
  for (const digit of '0123456789') {
    // Ticks of the axes may bear the same text.
    t.true(
      readSvg(svg)
        .texts()
        .filter((text) => text === digit).length >= 2,
      digit,
    );
  }
  t.true(alt.includes('0, 1, 2, 3, 4, 5, 6, 7, 8, 9'));
});

test('class names are shown where they are given, for the classes that occur', (t) => {
  const latent = {
    ...names,
    x: Float32Array.of(0, 9),
    y: Float32Array.of(0, 9),
    labels: Uint8Array.of(2, 0),
  };
  const texts = readSvg(latentFigure({ ...latent, classNames: ['coat', 'bag', '<b>'] }).svg).texts();
  t.is(texts.filter((text) => text === 'coat').length, 2);
  t.is(texts.filter((text) => text === '<b>').length, 2);
  t.false(texts.includes('bag'));
});

test('beyond ten classes, colours come again with another symbol', (t) => {
  const labels = Uint8Array.from({ length: 20 }, (_, index) => index);
  const { svg } = latentFigure({ ...spiral(20), labels });
  const [scatter] = readSvg(svg).all('g[aria-label=dot]');
  const marks = [...(scatter?.querySelectorAll('path') ?? [])];
  const shape = (index: number) => marks[index]?.getAttribute('d');
  t.is(marks.length, 20);
  t.is(marks[0]?.getAttribute('fill'), marks[10]?.getAttribute('fill') ?? '');
  t.not(shape(0), shape(10));
  t.is(shape(0), shape(9));
});

test('without labels there is neither legend nor colour', (t) => {
  const { labels: _labels, ...unlabelled } = spiral(50);
  const { svg, caption } = latentFigure(unlabelled);
  t.is(readSvg(svg).all('g[aria-label=dot]').length, 1);
  t.true(dots(svg).every(({ fill }) => fill === null || fill === 'currentColor'));
  t.false(caption.includes('class'));
});

test('contours of the prior are drawn only where it is the standard normal', (t) => {
  const contours = (standardNormalPrior: boolean) => {
    const { svg, caption } = latentFigure({ ...spiral(100), standardNormalPrior });
    return [
      readSvg(svg).all('path[stroke-dasharray], g[stroke-dasharray] path').length,
      caption.includes('prior'),
    ];
  };
  t.deepEqual(contours(true), [3, true]);
  t.deepEqual(contours(false), [0, false]);
});

test('points that are not finite are left out, and one point alone is drawn', (t) => {
  const broken = latentFigure({ ...spiral(3), x: Float32Array.of(NaN, 1, Infinity) }).svg;
  t.is(dots(broken).length, 1);
  t.notRegex(broken, /NaN/);
});

test('throws an error that gives the lengths when they differ', (t) => {
  const latent = { ...spiral(4), labels: new Uint8Array(3) };
  t.throws(() => latentFigure(latent), { instanceOf: HelmholtzError, message: /4 x, 4 y and 3 labels/ });
});
