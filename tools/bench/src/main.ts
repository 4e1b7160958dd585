import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Presets, SingleBar } from 'cli-progress';

import { type Listener, benchmark } from './benchmark.js';
import { compareCheckouts, comparisonText } from './compare-checkouts.js';
import { engines, reference } from './engines/registry.js';
import { readOptions } from './options.js';
import { drawChart } from './results/chart.js';
import { describeMachine, isBusy } from './results/machine.js';
import { insertNumbers, resultsMarkdown } from './results/markdown.js';
import type { Results, WorkResult } from './results/results.js';
import { agreementText, alignedText, leftOutText, peakText, workTable } from './results/table.js';
import { catalogue } from './work/catalogue.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const docs = join(root, 'docs', 'reference');

// What runs beside us ends with us: it does so when this process exits, not when a signal kills it.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const options = readOptions(process.argv.slice(2));
const machine = describeMachine();
if (isBusy(machine)) {
  process.stderr.write(
    `warning: The machine is busy (a load of ${machine.load.toFixed(1)} on ${machine.cores} cores): times will be long and uneven.\n`,
  );
}

const differing = options.against === undefined ? await compareEngines() : await compareWith(options.against);
if (differing > 0) {
  process.stderr.write("Not all engines did the same work, so their times can't be compared.\n");
  process.exitCode = 1;
}

/** Returns how many engines did other work than the rest. */
async function compareEngines(): Promise<number> {
  const results = await benchmark(options, terminalListener());
  write(results);
  return [
    ...results.works,
    ...results.sweeps.flatMap(({ points }) => points.map(({ result }) => result)),
  ].flatMap(({ agreement }) => agreement?.disagreeing ?? []).length;
}

async function compareWith(against: string): Promise<number> {
  const comparisons = await compareCheckouts(root, {
    works: catalogue.filter(({ name }) => options.work.includes(name)),
    engines: engines.filter(({ name }) => options.engines.includes(name)),
    against,
    pairs: options.rounds,
    turnMs: 1000 * options.seconds,
    patienceMs: 1000 * options.patience,
    report: terminalListener().report,
  });
  for (const comparison of comparisons) process.stdout.write(`${comparisonText(comparison)}\n`);
  return comparisons.flatMap(({ agreement }) => agreement.disagreeing).length;
}

function terminalListener(): Listener {
  return {
    report(work) {
      process.stdout.write(`\n${work.title}\n`);
      if (!process.stderr.isTTY) return () => undefined;
      const bar = new SingleBar(
        {
          format: '{bar} {percentage}% · {what}',
          stream: process.stderr,
          barsize: 24,
          clearOnComplete: true,
        },
        Presets.shades_classic,
      );
      bar.start(1, 0, { what: '' });
      return (what, done, total) => {
        bar.setTotal(total);
        bar.update(done, { what });
        if (done === total) bar.stop();
      };
    },
    finished(result) {
      process.stdout.write(`${terminalText(result)}\n`);
    },
  };
}

function terminalText(result: WorkResult): string {
  const table = result.engines.length > 0 ? [alignedText(workTable(result))] : [];
  return [...table, agreementText(result), ...peakText(result), ...result.leftOut.map(leftOutText)].join(
    '\n',
  );
}

function write(found: Results): void {
  mkdirSync(options.out, { recursive: true });
  const chart = drawChart(found, reference);
  writeFileSync(join(options.out, 'results.json'), `${JSON.stringify(found, null, 2)}\n`);
  writeFileSync(join(options.out, 'results.md'), resultsMarkdown(found, 'chart.svg'));
  writeFileSync(join(options.out, 'chart.svg'), chart);
  process.stdout.write(`\nresults.json, results.md and chart.svg are in ${options.out}\n`);
  if (!options.docs) return;
  const page = join(docs, 'benchmarks.md');
  writeFileSync(page, insertNumbers(readFileSync(page, 'utf8'), resultsMarkdown(found, 'benchmarks.svg')));
  writeFileSync(join(docs, 'benchmarks.svg'), chart);
  process.stdout.write('The numbers are in docs/reference/benchmarks.md, the chart beside it.\n');
}
