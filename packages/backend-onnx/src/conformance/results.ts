/** Backend for TensorFlow.js's tests: its cpu backend, or this one in a mode of its policy. */
export type Target = 'cpu' | 'native' | 'auto';

export interface SpecResult {
  readonly name: string;
  /** `excluded` is jasmine's word for a test that is disabled. */
  readonly status: 'passed' | 'failed' | 'pending' | 'excluded';
  /** Failed expectations. */
  readonly failures: readonly string[];
}

/** Work of all backends of a run. */
export interface RunSummary {
  readonly graphsRun: number;
  readonly graphsCompiled: number;
  readonly graphsOnCpu: number;
  /** How often a kernel that has a native form had none for the case. */
  readonly declined: Readonly<Record<string, number>>;
}

/** Message of the process that runs the tests. */
export type Message =
  { readonly started: string } | { readonly result: SpecResult } | { readonly summary: RunSummary };

export interface SuiteResults {
  readonly results: readonly SpecResult[];
  readonly summary: RunSummary;
  readonly seconds: number;
}
