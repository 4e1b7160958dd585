import test from 'ava';
import type { EpochRow } from '../content.js';
import { falling } from '../testing/content.js';
import { readSvg } from '../testing/svg.js';
import { nelboFigure } from './nelbo.js';

const trainColor = '#0072b2';
const validationColor = '#d55e00';
const testColor = '#009e73';

/** The [x, y] of every point of every line of a colour, panel by panel. */
function lines(history: readonly EpochRow[], color: string): [number, number][][] {
  const paths = readSvg(nelboFigure(history).svg).all(`g[aria-label=line][stroke="${color}"] path`);
  return paths.map((path) =>
    (path.getAttribute('d') ?? '')
      .slice(1)
      .split('L')
      .map((point) => point.split(',').map(Number) as [number, number]),
  );
}

/** How far a line comes down from its first point to its last: y grows downwards. */
function descent(line: readonly [number, number][]): number {
  const [[, from] = [NaN, NaN]] = line;
  const [, to] = line.at(-1) ?? [NaN, NaN];
  return to - from;
}

/** Differences between neighbours, of every pair of points. */
function steps(line: readonly [number, number][]): [right: number, down: number][] {
  return line.slice(1).map(([x, y], index) => {
    const [before, above] = line[index] ?? [NaN, NaN];
    return [x - before, y - above];
  });
}

test('NELBO, negative expected log-likelihood and KL have a panel each, in nats', (t) => {
  const texts = readSvg(nelboFigure(falling(10)).svg).texts();
  for (const title of ['NELBO (nats)', '\u2212 expected log-likelihood (nats)', 'KL divergence (nats)']) {
    t.true(texts.includes(title), title);
  }
  t.deepEqual(
    texts.filter((text) => text === 'train' || text === 'validation'),
    ['train', 'validation'],
  );
});

test('an importance-weighted NELBO has a panel of its own', (t) => {
  const title = 'Importance-weighted NELBO (nats)';
  const history = falling(5);
  t.false(readSvg(nelboFigure(history).svg).texts().includes(title));
  const weighted = history.map((row) => ({
    ...row,
    train: { ...row.train, iwNelbo: (row.train['nelbo'] ?? NaN) - 1 },
  }));
  t.true(readSvg(nelboFigure(weighted).svg).texts().includes(title));
  t.is(lines(weighted, trainColor).length, lines(history, trainColor).length + 1);
});

test('several latents have a panel each below the KL divergence, a single one has none', (t) => {
  const withLatents = (latents: Readonly<Record<string, (kl: number) => number>>) =>
    falling(5).map((row) => {
      const parts = Object.entries(latents).map(([name, share]) => [
        `kl/${name}`,
        share(row.train['kl'] ?? NaN),
      ]);
      return { ...row, train: { ...row.train, ...(Object.fromEntries(parts) as Record<string, number>) } };
    });
  const titles = (history: readonly EpochRow[]) =>
    readSvg(nelboFigure(history).svg)
      .texts()
      .filter((text) => text.startsWith('KL'));
  const two = withLatents({ z10: (kl) => kl - 5, z2: (kl) => 10 - kl / 5 });
  t.deepEqual(titles(two), [
    'KL divergence (nats)',
    'KL divergence of z2 (nats)',
    'KL divergence of z10 (nats)',
  ]);
  const [, , kl = [], falls = [], rises = []] = lines(two, trainColor);
  t.true(descent(kl) < 0 && descent(rises) < 0, 'the KL of z10 rises as the sum does');
  t.true(descent(falls) > 0, 'that of z2 falls');
  t.regex(nelboFigure(two).caption, /KL divergence of each latent/);
  const one = withLatents({ z: (value) => value });
  t.deepEqual(titles(one), ['KL divergence (nats)']);
  t.notRegex(nelboFigure(one).caption, /each latent/);
});

test('the caption explains why training may lie above validation, when there are both', (t) => {
  t.regex(nelboFigure(falling(4)).caption, /running average over each epoch.*may well lie above validation/);
  const trainOnly = falling(4).map(({ validation: _validation, ...row }) => row);
  t.notRegex(nelboFigure(trainOnly).caption, /validation/);
});

test('test data evaluated by epoch are called so, and have a colour of their own', (t) => {
  const history = falling(4).map(({ validation, ...row }) => ({ ...row, test: validation ?? {} }));
  const { svg, caption } = nelboFigure(history);
  t.deepEqual(
    readSvg(svg)
      .texts()
      .filter((text) => ['train', 'validation', 'test'].includes(text)),
    ['train', 'test'],
  );
  t.deepEqual(lines(history, testColor).map(({ length }) => length)[0], 4);
  t.is(lines(history, validationColor).length, 0);
  t.regex(caption, /that of the test data 114\.50\..*may well lie above test/);
});

test('lines go right with the epochs and down with the NELBO', (t) => {
  const history = falling(10);
  const [nelbo = [], negativeLogLikelihood = [], kl = []] = lines(history, trainColor);
  t.is(nelbo.length, 10);
  t.true(
    steps(nelbo).every(([right]) => right > 0),
    'later is further right',
  );
  t.true(
    steps(nelbo).every(([, down]) => down > 0),
    'the NELBO falls, and y grows downwards',
  );
  t.true(steps(negativeLogLikelihood).every(([, down]) => down > 0));
  t.true(
    steps(kl).every(([, down]) => down < 0),
    'the KL rises',
  );
  // Train and validation share a scale: 160 - 130 nats apart at first are as far as 130 - 100 would
  // be.
  const perNat = (steps(nelbo)[0]?.[1] ?? NaN) / 30;
  const [[[, validation] = [NaN, NaN]] = []] = lines(history, validationColor);
  const [[, train] = [NaN, NaN]] = nelbo;
  t.true(Math.abs((validation - train) / perNat - 8) < 0.01);
});

test('epochs are whole numbers on the axis', (t) => {
  const ticks = (epochs: number) =>
    readSvg(nelboFigure(falling(epochs)).svg)
      .all('g[aria-label="x-axis tick label"] text')
      .map((element) => element.textContent);
  t.deepEqual(ticks(1), ['1']);
  t.deepEqual(ticks(2), ['1', '2']);
  t.deepEqual(ticks(5), ['1', '2', '3', '4', '5']);
  t.deepEqual(ticks(1000).at(-1), '1000');
});

test('one epoch is a point in each panel for either data set', (t) => {
  const { svg, caption } = nelboFigure(falling(1));
  const dots = readSvg(svg).all(`circle`);
  t.is(dots.length, 3 * 2 + 2, 'three panels of two, and the legend');
  t.notRegex(svg, /NaN|Infinity|undefined/);
  t.regex(caption, /was 160\.00 nats after epoch 1, that of the validation data 152\.00\./);
});

test('a thousand epochs are lines without dots', (t) => {
  const history = falling(1000);
  t.is(readSvg(nelboFigure(history).svg).all('circle').length, 2, 'the legend alone');
  t.deepEqual(
    lines(history, trainColor).map((line) => line.length),
    [1000, 1000, 1000],
  );
});

test('without validation data there is no word of it', (t) => {
  const history = falling(4).map(({ validation: _validation, ...row }) => row);
  const { svg, caption } = nelboFigure(history);
  t.false(`${svg}${caption.split('.')[0] ?? ''}`.includes('validation'));
  t.is(lines(history, validationColor).length, 0);
});

test('a constant series is a level line in the middle', (t) => {
  const history = falling(3).map((row) => ({ ...row, train: { nelbo: 5 }, validation: { nelbo: 5 } }));
  const { svg } = nelboFigure(history);
  t.notRegex(svg, /NaN/);
  const heights = new Set(lines(history, trainColor)[0]?.map(([, y]) => y));
  t.is(heights.size, 1);
});

test('a value that is missing or not finite is a gap, and a metric never recorded has no panel', (t) => {
  const broken = JSON.parse('null') as number;
  const values = [9, NaN, broken, 7, 6];
  const history = falling(5).map((row, index) => ({
    ...row,
    train: { nelbo: values[index] ?? NaN },
    validation: {},
  }));
  const { svg, caption } = nelboFigure(history);
  t.notRegex(svg, /NaN/);
  t.is(readSvg(svg).all('circle').length, 3 + 1);
  t.false(readSvg(svg).texts().includes('KL divergence (nats)'));
  t.notRegex(caption, /KL/);
});
