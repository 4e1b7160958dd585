import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';

import type { Engine } from './engines/registry.js';
import { type Agreement, agreement } from './measure/agreement.js';
import { type MedianInterval, medianInterval } from './measure/bootstrap.js';
import { type Report, measureWork } from './measure/measure-work.js';
import { measured } from './measure/statistics.js';
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
  readonly oursMs: number;
  readonly theirsMs: number;
  /** Times of this checkout over those of the other one, pair by pair. */
  readonly ratio: MedianInterval;
  readonly agreement: Agreement;
}

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
 * Times the training steps of this checkout and of another one in turns, so that what slows the machine slows both.
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
        const { timings, leftOut } = await measureWork(
          work,
          entries,
          { rounds: pairs, turnMs, patienceMs, command: (each) => each.command({ python: '' }) },
          report?.(work),
        );
        const [ours, theirs] = timings;
        if (leftOut.length > 0 && leftOut.every(({ kind }) => kind === 'skipped')) continue;
        if (!ours || !theirs) {
          throw new Error(leftOut.map(({ engine: { title }, reason }) => `${title}: ${reason}`).join('\n'));
        }
        comparisons.push({
          work,
          engine,
          oursMs: measured(ours.stepMs).median,
          theirsMs: measured(theirs.stepMs).median,
          ratio: medianInterval(ours.stepMs.map((time, pair) => time / (theirs.stepMs[pair] ?? NaN))),
          agreement: agreement(timings.map(({ engine: { title }, losses }) => ({ engine: title, losses }))),
        });
      }
    }
    return comparisons;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One line for a comparison: `tutorial, Helmholtz, compiled steps: 1.52 ms, before 1.50 ms, ratio 1.01 (0.99 to 1.03)`. */
export function comparisonText({ work, engine, oursMs, theirsMs, ratio, agreement }: Comparison): string {
  const { median, low, high } = ratio;
  const times = `${oursMs.toFixed(3)} ms, before ${theirsMs.toFixed(3)} ms`;
  const interval = `${median.toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
  const losses = agreement.disagreeing.length > 0 ? '; their losses DIFFER' : '';
  return `${work.name}, ${engine.title}: ${times}; ratio ${interval}${losses}`;
}
