import test from 'ava';
import { parseHTML } from 'linkedom';
import type { ReportContent } from '../content.js';
import { drawFigures } from '../figures/draw-figures.js';
import { falling, fullContent } from '../testing/content.js';
import { reportHtml } from './report.js';

const allFigures = drawFigures(fullContent());

/** The page of a content, with the figures of the full one where no others are given. */
function render(content: ReportContent, figures = allFigures) {
  const page = reportHtml(content, figures);
  return { page, document: parseHTML(page).document };
}

test('the report has every part, each figure with a caption and an alternative text', (t) => {
  const { document } = render(fullContent());
  const figures = [...document.querySelectorAll('figure')];
  t.deepEqual(
    figures.map(({ id }) => id),
    ['nelbo', 'latent', 'manifold', 'reconstructions', 'samples', 'interpolation', 'architecture'].map(
      (name) => `figure-${name}`,
    ),
  );
  for (const figure of figures) {
    t.true((figure.querySelector('figcaption')?.textContent ?? '').trim().length > 20, figure.id);
    const drawing = figure.querySelector('svg[role=img][aria-label], img[alt]');
    t.truthy(drawing?.getAttribute('aria-label') ?? drawing?.getAttribute('alt'), figure.id);
  }
  const text = document.body.textContent;
  for (const part of [
    'recipe: vae',
    'helmholtz train vae --seed 1',
    '20.9.0',
    'bernoulli',
    '107.00',
    '1 min 15 s',
  ]) {
    t.true(text.includes(part), part);
  }
  const links = [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href') ?? '');
  t.true(links.length > 4 && links.every((link) => document.querySelector(link) !== null));
});

test('the report is one file without scripts and requests', (t) => {
  const { page, document } = render(fullContent());
  t.is(document.querySelectorAll('script, link, iframe, object, embed').length, 0);
  for (const element of document.querySelectorAll('[src], image')) {
    t.regex(element.getAttribute('src') ?? element.getAttribute('href') ?? '', /^data:image\//);
  }
  t.deepEqual([...new Set(page.match(/https?:[^"'\s%]+/g))], ['http://www.w3.org/2000/svg']);
  t.notRegex(page, /@import|url\(/);
  t.regex(
    page,
    /Content-Security-Policy"\s+content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/,
  );
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  t.is(new Set(ids).size, ids.length);
  t.true(page.length < 1_000_000);
});

test('whatever is written in it is text', (t) => {
  const hostile = '</style></title><script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
  const content = fullContent();
  const { summary } = content;
  const hostileContent: ReportContent = {
    ...content,
    title: hostile,
    notice: hostile,
    summary: {
      ...summary,
      recipe: hostile,
      dataset: hostile,
      backend: hostile,
      facts: { [hostile]: hostile },
      train: { ...summary.train, [hostile]: 1 },
    },
    latent: { ...content.latent!, xName: hostile, classNames: Array<string>(10).fill(hostile) },
    manifold: { ...content.manifold!, yName: hostile },
    diagrams: [
      {
        name: 'a',
        title: hostile,
        caption: hostile,
        svg: `<svg xmlns="http://www.w3.org/2000/svg">${hostile}</svg>`,
      },
    ],
    omitted: { samples: hostile },
    spec: hostile,
    command: hostile,
    environment: { [hostile]: hostile },
  };
  const { page, document } = render(hostileContent, drawFigures(hostileContent));
  t.is(document.querySelectorAll('script, img[onerror]').length, 0);
  t.false(page.includes('<script'));
  t.is(document.querySelectorAll('style').length, 1);
  t.is(document.querySelector('h1')?.textContent, hostile);
  t.is(document.querySelector('title')?.textContent, hostile);
  t.is(document.querySelector('pre.command')?.textContent, hostile);
});

test('the same content has the same bytes', (t) => {
  const content = fullContent();
  t.is(render(content, drawFigures(content)).page, render(content).page);
});

test('figures that are not there are explained once for each reason, sections without anything are left out', (t) => {
  const { nelbo } = allFigures;
  const reason = 'An observation is a vector of 13 numbers, not an image.';
  const omitted = { reconstructions: reason, samples: reason, interpolation: reason };
  const { document } = render({ ...fullContent(), diagrams: [], omitted }, { ...(nelbo && { nelbo }) });
  const notes = [...document.querySelectorAll('.note')].map((note) => note.textContent.trim());
  t.deepEqual(notes, [`Left out: reconstructions, samples, interpolation. ${reason}`]);
  t.deepEqual(
    [...document.querySelectorAll('h2')].map(({ id }) => id),
    ['training', 'images', 'reproduce', 'environment'],
  );
});

test('a run without an epoch, test or validation data has a report too', (t) => {
  const content = fullContent();
  const { test: _test, ...summary } = content.summary;
  const interrupted = { ...content, summary: { ...summary, epochs: 0 }, history: [], notice: 'Interrupted.' };
  const { document } = render(interrupted, drawFigures(interrupted));
  t.is(document.querySelector('#figure-nelbo'), null);
  t.is(document.querySelector('.notice')?.textContent, 'Interrupted.');
  t.regex(document.querySelector('.key')?.textContent ?? '', /NELBO, train\s+106\.00/);
});

test('a long history is shown in twelve rows from the first to the last epoch', (t) => {
  const { document } = render({ ...fullContent(), history: falling(1000) });
  const rows = [...document.querySelectorAll('.history tbody tr')].map(
    (row) => row.querySelector('th')?.textContent,
  );
  t.is(rows.length, 12);
  t.deepEqual([rows[0], rows.at(-1)], ['1', '1000']);
});

test('every metric stands in the table, the known ones first', (t) => {
  const { document } = render(fullContent());
  const rows = [...document.querySelectorAll('table.numbers:not(.history) tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  t.deepEqual(rows, [
    ['NELBO', '106.00', '107.00'],
    ['Expected log-likelihood', '\u221282.00', '\u221283.00'],
    ['KL divergence', '24.00', '24.00'],
    ['KL divergence of z', '24.00', '24.00'],
  ]);
});

test('the history has the KL divergence of each latent where there are several', (t) => {
  const columns = (latents: readonly string[]) => {
    const history = falling(3).map((row) => ({
      ...row,
      train: { ...row.train, ...Object.fromEntries(latents.map((name, index) => [`kl/${name}`, index])) },
    }));
    const { document } = render({ ...fullContent(), history });
    return [...document.querySelectorAll('.history th[scope=colgroup]')].map((cell) => cell.textContent);
  };
  const bound = ['NELBO', 'Expected log-likelihood', 'KL divergence'];
  t.deepEqual(columns(['z']), bound);
  t.deepEqual(columns(['z10', 'z2']), [...bound, 'KL divergence of z2', 'KL divergence of z10']);
});

test('the history has the loss where it is no metric, and the weights that change', (t) => {
  const table = (rows: readonly object[]) => {
    const history = falling(2).map((row, index) => ({ ...row, ...rows[index] }));
    const { document } = render({ ...fullContent(), history });
    const texts = (selector: string) =>
      [...document.querySelectorAll(selector)].map((cell) => cell.textContent);
    return { names: texts('.history th[rowspan]'), last: texts('.history tbody tr:last-child td').slice(-4) };
  };
  const { names, last } = table([
    { coefficients: { beta: 0.125 } },
    { loss: 98.765, coefficients: { beta: 0.25 } },
  ]);
  t.deepEqual(names, ['Epoch', 'Loss, train', 'beta', 'Learning rate', 'Seconds']);
  t.deepEqual(last, ['98.77', '0.25', '0.001', '3.0']);
  t.deepEqual(table([]).names, ['Epoch', 'Learning rate', 'Seconds']);
});

test('metrics of the validation set stand between those of training and test', (t) => {
  const content = fullContent();
  const summary = { ...content.summary, validation: { nelbo: 123.45, kl: 6.78 } };
  const page = reportHtml({ ...content, summary }, drawFigures(content));
  t.regex(
    page,
    /<th scope="col">Train<\/th>\s*<th scope="col">Validation<\/th>\s*<th scope="col">Test<\/th>/,
  );
  t.true(page.includes('<td>123.45</td>'));
  t.regex(page, /validation and test are\s+measured at the weights that the run ended with/);
});
