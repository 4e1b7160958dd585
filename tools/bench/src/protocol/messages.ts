import type { Material } from '../work/material.js';
import type { Work } from '../work/work.js';

/**
 * Request to the process of an engine: one line of JSON on its stdin. It answers each in turn on its
 * stdout. Other lines of its stdout are ignored.
 */
export type Request =
  { readonly prepare: Job } | { readonly run: number } | { readonly memory: true } | { readonly stop: true };

/** A piece of work for an engine. */
export interface Job {
  readonly work: Work;
  readonly material: Material;
  /** Settings of a variant of an engine, such as its number of threads. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/** It is built, compiled and warm. */
export interface Prepared {
  /** The engine with its version. */
  readonly version: string;
  /** The losses of the first updates, on the batches and the noise that were given. */
  readonly losses: readonly number[];
  /**
   * What the first update took beyond the second one, and building before: tracing and compiling.
   */
  readonly compileMs: number;
}

export interface Ran {
  /** The steps and what goes with them: picking batches, drawing noise. */
  readonly ms: number;
  /** The loss of the last step. */
  readonly loss: number;
}

export interface Memory {
  /** The most that the process has occupied so far. */
  readonly peakBytes: number;
}

/** The engine is not there, or can't do the work: nothing is wrong with the run. */
export interface Skipped {
  readonly skip: string;
  /** How to have it. */
  readonly hint?: string;
}

export interface Failed {
  readonly failed: string;
}

/** Said once, unasked: the first update is done. */
export interface FirstStep {
  readonly event: 'first step';
}

export type Answer = Prepared | Ran | Memory | Skipped | Failed;
