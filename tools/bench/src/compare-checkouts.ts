import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';

import type { Engine } from './engines/registry.js';
import { type Agreement, agreement } from './measure/agreement.js';
import { type MedianInterval, groupedMedianInterval } from './measure/bootstrap.js';
import { type Entry, type Report, type Timing, measureWork } from './measure/measure-work.js';
import { geometricMean } from './measure/statistics.js';
import { writeMaterial } from './work/material.js';
import type { Work } from './work/work.js';

export interface CompareOptions {
  readonly works: readonly Work[];
  /** Engines of ours; each has a process in both checkouts. */
  readonly engines: readonly Engine[];
  /** Root of the other checkout, set up and built. */
  readonly against: string;
  /** Rounds in which both checkouts have a turn. */
  readonly pairs: number;
  readonly turnMs: number;
  readonly patienceMs: number;
  readonly report?: (work: Work) => Report;
}

export interface Comparison {
  readonly work: Work;
  readonly engine: Engine;
  /** Geometric means over all rounds. */
  readonly oursMs: number;
  readonly theirsMs: number;
  /** Times of this checkout over those of the other one, round by round. */
  readonly ratio: MedianInterval;
  readonly agreement: Agreement;
}

/**
 * Most rounds of one process. The same program may be faster or slower by some per cent in another
 * process, whose memory lies elsewhere, so that several processes are compared.
 */
const ROUNDS_PER_PROCESS = 4;

/** An engine of ours as another checkout has it, in the same file below its root. */
export function engineOf(engine: Engine, root: string, against: string): Engine {
  return {
    ...engine,
    name: `${engine.name}-before`,
    title: `${engine.title} (${basename(resolve(against))})`,
    command(options) {
      const own = engine.command(options);
      const args = own.args.map((path) => join(resolve(against), relative(root, path)));
      const missing = args.find((path) => !existsSync(path));
      if (missing) throw new Error(`There is no ${missing}: is that checkout set up and built?`);
      return { ...own, args };
    },
  };
}

/**
 * Times the training steps of this checkout and of another one in turns, so that what slows the
 * machine slows both.
 *
 * @param root the root of this checkout
 * @throws Error when an engine of either checkout fails.
 */
export async function compareCheckouts(
  root: string,
  { works, engines, against, pairs, turnMs, patienceMs, report }: CompareOptions,
): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-bench-'));
  const comparisons: Comparison[] = [];
  try {
    for (const work of works) {
      const material = writeMaterial(work, join(folder, 'material'));
      for (const engine of engines) {
        const both = [engine, engineOf(engine, root, against)];
        const entries = both.map((each) => ({ engine: each, work, material }));
        const measured = await measurePairs(work, entries, {
          pairs,
          turnMs,
          patienceMs,
          report: report?.(work),
        });
        const [first] = measured;
        if (!first) continue;
        const stepMs = (timings: readonly Timing[]): number[] => timings.flatMap((timing) => timing.stepMs);
        comparisons.push({
          work,
          engine,
          oursMs: geometricMean(stepMs(measured.map(([ours]) => ours))),
          theirsMs: geometricMean(stepMs(measured.map(([, theirs]) => theirs))),
          ratio: groupedMedianInterval(
            measured.map(([ours, theirs]) =>
              ours.stepMs.map((time, pair) => time / (theirs.stepMs[pair] ?? NaN)),
            ),
          ),
          agreement: agreement(first.map(({ engine: { title }, losses }) => ({ engine: title, losses }))),
        });
      }
    }
    return comparisons;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Measures both checkouts with new processes every few rounds. They are started in another order
 * each time.
 *
 * @returns the timings of this checkout and of the other one, for each pair of processes; none
 * where both are skipped.
 */
async function measurePairs(
  work: Work,
  entries: readonly Entry[],
  { pairs, turnMs, patienceMs, report = () => undefined }: PairOptions,
): Promise<(readonly [ours: Timing, theirs: Timing])[]> {
  const processes = Math.ceil(pairs / ROUNDS_PER_PROCESS);
  const measured: (readonly [Timing, Timing])[] = [];
  for (let index = 0; index < processes; index++) {
    const rounds = Math.floor(((index + 1) * pairs) / processes) - Math.floor((index * pairs) / processes);
    const { timings, leftOut } = await measureWork(
      work,
      index % 2 === 0 ? entries : entries.toReversed(),
      { rounds, turnMs, patienceMs, command: (each) => each.command({ python: '' }) },
      (what, done, total) => report(what, index * total + done, processes * total),
    );
    if (leftOut.length > 0 && leftOut.every(({ kind }) => kind === 'skipped')) return [];
    const [ours, theirs] = entries.map(({ engine }) => timings.find((timing) => timing.engine === engine));
    if (!ours || !theirs) {
      throw new Error(leftOut.map(({ engine: { title }, reason }) => `${title}: ${reason}`).join('\n'));
    }
    measured.push([ours, theirs]);
  }
  return measured;
}

interface PairOptions extends Pick<CompareOptions, 'pairs' | 'turnMs' | 'patienceMs'> {
  readonly report: Report | undefined;
}

/**
 * One line for a comparison: `tutorial, Helmholtz, compiled steps: geometric mean 1.520 ms, before
 * 1.500 ms, ratio 1.013; median of the ratios of single rounds 1.010, 95 % interval 0.990 to
 * 1.030`. A slow round of one checkout changes the means, and hardly the median.
 */
export function comparisonText({ work, engine, oursMs, theirsMs, ratio, agreement }: Comparison): string {
  const { median, low, high } = ratio;
  const means =
    `geometric mean ${oursMs.toFixed(3)} ms, before ${theirsMs.toFixed(3)} ms, ` +
    `ratio ${(oursMs / theirsMs).toFixed(3)}`;
  const rounds =
    `median of the ratios of single rounds ${median.toFixed(3)}, ` +
    `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
  const losses = agreement.disagreeing.length > 0 ? '; their losses DIFFER' : '';
  return `${work.name}, ${engine.title}: ${means}; ${rounds}${losses}`;
}
