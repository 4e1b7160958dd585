import { type Agreement, agreement } from '../measure/agreement.js';
import type { WorkTimings } from '../measure/measure-work.js';
import { type Measured, measured, ratio } from '../measure/statistics.js';
import { matrixProduct } from '../work/catalogue.js';
import { stepFlops } from '../work/flops.js';
import type { Work } from '../work/work.js';
import type { Machine } from './machine.js';

/** All that a run of the benchmarks found, as it is written to JSON. */
export interface Results {
  readonly date: string;
  readonly machine: Machine;
  readonly options: { readonly rounds: number; readonly turnMs: number };
  readonly works: readonly WorkResult[];
  readonly sweeps: readonly SweepResult[];
}

export interface WorkResult {
  readonly work: Work;
  /** Quickest first. */
  readonly engines: readonly EngineResult[];
  readonly leftOut: readonly LeftOutResult[];
  /** Whether the engines did the same work; undefined where none did any. */
  readonly agreement: Agreement | undefined;
  /** What a plain matrix product reached meanwhile, in GFLOP/s, where that was measured. */
  readonly peakGflops: number | undefined;
}

export interface EngineResult {
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  readonly version: string;
  readonly stepMs: Measured;
  /** How many times as long as the reference engine, round by round; undefined without it. */
  readonly ratio: Measured | undefined;
  /** Of the matrix products and convolutions in a step. */
  readonly gflops: number;
  readonly firstStepMs: number;
  readonly compileMs: number;
  readonly peakBytes: number;
}

export interface LeftOutResult {
  readonly name: string;
  readonly title: string;
  readonly kind: 'skipped' | 'failed';
  readonly reason: string;
  readonly hint?: string | undefined;
}

export interface SweepResult {
  readonly name: string;
  readonly label: string;
  readonly points: readonly { readonly size: number; readonly result: WorkResult }[];
}

/** @param referenceName the engine that the others' times are given as multiples of. */
export function summarize(measuredWork: WorkTimings, referenceName: string, peakName: string): WorkResult {
  const { work, timings, leftOut } = measuredWork;
  const reference = timings.find(({ engine }) => engine.name === referenceName);
  const peak = timings.find(({ engine }) => engine.name === peakName);
  const training = timings.filter((timing) => timing !== peak);
  const flops = stepFlops(work);
  const engines = training.map(({ engine, version, stepMs, firstStepMs, compileMs, peakBytes }) => {
    const time = measured(stepMs);
    return {
      name: engine.name,
      title: engine.title,
      kind: engine.kind,
      version,
      stepMs: time,
      ratio: reference && ratio(stepMs, reference.stepMs),
      gflops: flops / time.median / 1e6,
      firstStepMs,
      compileMs,
      peakBytes,
    };
  });
  return {
    work,
    engines: engines.sort((a, b) => a.stepMs.median - b.stepMs.median),
    leftOut: leftOut.map(({ engine: { name, title }, kind, reason, hint }) => ({
      name,
      title,
      kind,
      reason,
      hint,
    })),
    agreement:
      training.length > 0
        ? agreement(training.map(({ engine, losses }) => ({ engine: engine.title, losses })))
        : undefined,
    peakGflops: peak && PEAK_FLOPS / measured(peak.stepMs).median / 1e6,
  };
}

const PEAK_FLOPS = stepFlops(matrixProduct);
