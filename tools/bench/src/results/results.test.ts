import test from 'ava';
import { parseHTML } from 'linkedom';

import type { Timing, WorkTimings } from '../measure/measure-work.js';
import { fakeEngine, smallWork } from '../testing/fakes.js';
import { drawChart } from './chart.js';
import { insertNumbers, resultsMarkdown } from './markdown.js';
import { significant } from './numbers.js';
import { type Results, type WorkResult, summarize } from './results.js';
import { type Table, agreementText, alignedText, leftOutText, markdownTable, workTable } from './table.js';

function timing(name: string, stepMs: number[], losses: number[] = [3, 2, 1]): Timing {
  return {
    engine: fakeEngine({ name }),
    version: `${name} 1.0`,
    stepMs,
    firstStepMs: 1_500,
    compileMs: 250,
    peakBytes: 100 * 2 ** 20,
    losses,
  };
}

const timings: WorkTimings = {
  work: smallWork,
  timings: [
    timing('slow', [40, 60, 50]),
    timing('ours', [4, 6, 5]),
    timing('peak', [17.18, 17.18, 17.18], [3]),
  ],
  leftOut: [
    { engine: fakeEngine({ name: 'absent' }), kind: 'skipped', reason: 'not installed', hint: 'buy one' },
  ],
};

const result = summarize(timings, 'ours', 'peak');

const resultsOf = (...works: WorkResult[]): Results => ({
  date: '2026-01-02T03:04:05.000Z',
  machine: {
    processor: 'Abacus',
    cores: 2,
    memoryBytes: 8 * 2 ** 30,
    system: 'linux 6, x64',
    node: 'v22.1.0',
    load: 0.04,
  },
  options: { rounds: 3, turnMs: 2_000 },
  works,
  sweeps: [
    {
      name: 'batch',
      label: 'examples in a batch',
      points: [25, 50].map((size) => ({ size, result: works[0]! })),
    },
  ],
});

test('engines are sorted by time, and compared with ours round by round', (t) => {
  t.deepEqual(
    result.engines.map(({ name, stepMs, ratio }) => [name, stepMs.median, ratio?.median]),
    [
      ['ours', 5, 1],
      ['slow', 50, 10],
    ],
  );
});

test('the peak is that of the matrix product, which is no row', (t) => {
  t.true(Math.abs(result.peakGflops! - 1000) < 0.1);
  // 5 examples, 6-4-2: 2 * 5 * (2 * 24 + 3 * (8 + 8 + 8 + 24)) operations in 5 ms.
  t.is(result.engines[0]!.gflops, (2 * 5 * (2 * 24 + 3 * 48)) / 5 / 1e6);
  t.is(workTable(result)[0].at(-1), 'share of peak');
  t.false(workTable(summarize(timings, 'ours', 'none'))[0].includes('share of peak'));
});

test('without our engine there is no ratio', (t) => {
  const others = summarize({ ...timings, timings: [timing('slow', [1, 2])] }, 'ours', 'peak');
  t.is(others.engines[0]!.ratio, undefined);
  t.is(workTable(others)[1]![3], '-');
});

test('agreement and disagreement are reported', (t) => {
  t.regex(agreementText(result), /2 engines agree .* 3\.000, 2\.000, 1\.000 nats/);
  const other = { ...timings, timings: [...timings.timings, timing('other', [1, 1, 1], [3, 2, 1.5])] };
  t.regex(
    agreementText(summarize(other, 'ours', 'peak')),
    /NOT THE SAME WORK: The other .* 1\.5 at update 3/,
  );
  t.regex(agreementText(summarize({ ...timings, timings: [] }, 'ours', 'peak')), /No engine/);
});

test('the text for an engine that was left out has the reason and the hint', (t) => {
  t.is(leftOutText(result.leftOut[0]!), 'The absent was left out: not installed (buy one)');
});

test('tables are aligned', (t) => {
  const table: Table = [
    ['engine', 'ms'],
    ['a', '1.00'],
  ];
  t.is(alignedText(table), 'engine    ms\na       1.00');
  t.is(markdownTable(table), '| engine |   ms |\n| ------ | ---: |\n| a      | 1.00 |');
});

test('numbers have three significant digits', (t) => {
  const numbers = [0.012345, 0.5, 1, 9.996, 12.34, 123.4, 12345, NaN];
  t.deepEqual(numbers.map(significant), ['0.0123', '0.500', '1.00', '10.0', '12.3', '123', '12300', '-']);
});

test('the page names the works and the machine, and has all numbers', (t) => {
  const page = resultsMarkdown(resultsOf(result), 'chart.svg');
  for (const part of [
    '2026-01-02',
    'Abacus, 2 cores',
    'ours 1.0; slow 1.0',
    '| The ours',
    '![',
    'chart.svg',
    'buy one',
    'reached 1000 GFLOP/s',
  ]) {
    t.true(page.includes(part), part);
  }
  t.regex(page, /\| examples in a batch \|\s+25 \|\s+50 \|/);
});

test('numbers are written between the markers of a page, also a second time', (t) => {
  const begin = '<!-- The numbers from here on are written by the command. -->';
  const end = '<!-- Here the numbers end. -->';
  const page = `# Benchmarks\n\n${begin}\n\nold\n\n${end}\n\nProse.\n`;
  const expected = `# Benchmarks\n\n${begin}\n\nnew\n\n${end}\n\nProse.\n`;
  t.is(insertNumbers(page, 'new\n'), expected);
  t.is(insertNumbers(expected, 'new\n'), expected);
  t.throws(() => insertNumbers('# Benchmarks\n', 'new\n'), { message: /no place for the numbers/ });
});

test('the chart names every engine with its time, and is the same every time', (t) => {
  const svg = drawChart(resultsOf(result), 'ours');
  t.is(svg, drawChart(resultsOf(result), 'ours'));
  t.false(svg.includes('NaN'));
  const { document } = parseHTML(svg);
  const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
  for (const text of [
    'Small VAE',
    'The ours',
    'The slow',
    '5.00',
    '50.0',
    'ms a step by examples in a batch',
    '25',
    '50',
  ]) {
    t.true(texts.includes(text), text);
  }
  t.is(document.querySelectorAll('circle').length, 2);
});
