/** What the conformance suites share: comparing with float64, rows of parameters, and noise to sample with. */
import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';

import { noiseSource } from '../random/noise.js';
import { RandomStream } from '../random/stream.js';
import './backend.js';

/** Of a test's assertions, what agreement needs. */
interface Assertions {
  true(condition: boolean, message?: string): unknown;
}

/** Agreement to 1e-4 of the value. What is smaller than float32's smallest normal number may become zero. */
export function agree(
  t: Assertions,
  computed: number,
  expected: number,
  what: string,
  rounding = 1.2e-38,
): void {
  const bothInfinite = computed === Math.fround(expected);
  const close = Math.abs(computed - expected) <= 1e-4 * Math.abs(expected) + rounding;
  t.true(bothInfinite || close, `${what} is ${computed}, expected ${expected}`);
}

/**
 * The derivative of a float64 function by central differences, extrapolated (Richardson) to the fourth order, and how
 * far rounding of the function's values may put it off.
 */
export function derivative(
  along: (at: number) => number,
  at: number,
): { readonly estimate: number; readonly rounding: number } {
  const step = at === 0 ? 1e-6 : 1e-3 * Math.abs(at);
  const central = (width: number): number => (along(at + width) - along(at - width)) / (2 * width);
  return {
    estimate: (4 * central(step / 2) - central(step)) / 3,
    rounding: (8 * Number.EPSILON * Math.abs(along(at + step))) / step + Number.EPSILON,
  };
}

export function replaced(row: readonly number[], which: number, value: number): number[] {
  return row.map((own, index) => (index === which ? value : own));
}

export function float32(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => row.map(Math.fround));
}

export function columns(rows: readonly (readonly number[])[]): Tensor[] {
  return rows[0]!.map((_, which) => tensor1d(rows.map((row) => row[which]!)));
}

export function noise(source: string, count: number): Float32Array {
  const values = new Float32Array(count);
  noiseSource(source).fill(values, new RandomStream(0, 'conformance'));
  return values;
}
