import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Engine, engines, peak, reference, sweepEngines } from './engines/registry.js';
import { type Entry, type MeasureOptions, type Report, measureWork } from './measure/measure-work.js';
import type { Options } from './options.js';
import { describeMachine } from './results/machine.js';
import { type Results, type SweepResult, type WorkResult, summarize } from './results/results.js';
import { catalogue, matrixProduct, peakWork, sweeps } from './work/catalogue.js';
import { writeMaterial } from './work/material.js';
import type { Work } from './work/work.js';

/** Receives the progress of a benchmark. */
export interface Listener {
  /** How far the work is. */
  readonly report: (work: Work) => Report;
  readonly finished: (result: WorkResult) => void;
}

/** Measures everything that the options ask for, one piece of work after another. */
export async function benchmark(options: Options, listener: Listener): Promise<Results> {
  const machine = describeMachine();
  const date = new Date().toISOString();
  const chosen = engines.filter(({ name }) => options.engines.includes(name));
  const turnMs = 1000 * options.seconds;
  const folder = mkdtempSync(join(tmpdir(), 'helmholtz-bench-'));
  const measure = async (work: Work, taking: readonly Engine[]): Promise<WorkResult> => {
    const result = await measureOne(work, taking, folder, listener, {
      rounds: options.rounds,
      turnMs,
      patienceMs: 1000 * options.patience,
      command: (engine) => engine.command(options),
    });
    listener.finished(result);
    return result;
  };
  try {
    const works: WorkResult[] = [];
    for (const work of catalogue.filter(({ name }) => options.work.includes(name))) {
      works.push(await measure(work, chosen));
    }
    const swept: SweepResult[] = [];
    for (const { name, label, points } of options.sweeps ? sweeps : []) {
      const results: { size: number; result: WorkResult }[] = [];
      for (const { size, work } of points) {
        results.push({ size, result: await measure(work, chosen.filter(sweepEngines)) });
      }
      swept.push({ name, label, points: results });
    }
    return { date, machine, options: { rounds: options.rounds, turnMs }, works, sweeps: swept };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureOne(
  work: Work,
  taking: readonly Engine[],
  folder: string,
  listener: Listener,
  options: MeasureOptions,
): Promise<WorkResult> {
  const file = join(folder, 'material');
  const material = writeMaterial(work, file);
  const entries: Entry[] = taking.map((engine) => ({ engine, work, material }));
  if (work.name === peakWork) {
    entries.push({
      engine: peak,
      work: matrixProduct,
      material: writeMaterial(matrixProduct, `${file}-peak`),
    });
  }
  return summarize(await measureWork(work, entries, options, listener.report(work)), reference, peak.name);
}
