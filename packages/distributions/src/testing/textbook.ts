/**
 * Helpers of the conformance suites: rows of peers, comparison with float64, and noise for samples.
 */
import { type Tensor, expandDims, tensor } from '@tensorflow/tfjs-core';

import { noiseSource } from '../random/noise.js';
import { RandomStream } from '@helmholtz/base';
import '@helmholtz/testing/cpu-backend';
import { reference } from '@helmholtz/testing/reference';

/** A parameter or a value of one event: a number, a vector, or a matrix. */
export type Value = number | readonly number[] | readonly (readonly number[])[];

export interface LogProbRow {
  readonly value: Value;
  readonly parameters: readonly Value[];
  readonly logProb: number;
  /** Gradient by each parameter; null for no gradient. */
  readonly gradient: readonly (Value | null)[];
}

export interface MomentRow {
  readonly parameters: readonly Value[];
  readonly mean: Value;
  readonly variance: Value;
  readonly entropy?: number;
  /** Covariance matrix, for families with dependent elements. */
  readonly covariance?: Value;
}

export interface DivergenceRow {
  /** Parameters of q, then of p. */
  readonly parameters: readonly Value[];
  readonly kl: number;
  readonly gradient: readonly (Value | null)[];
}

/** Peers' values of one family, as tools/reference/distributions.py writes them. */
export interface FamilyReference {
  readonly logProb: readonly LogProbRow[];
  readonly moments?: readonly MomentRow[];
  readonly kl?: Readonly<Record<string, readonly DivergenceRow[]>>;
}

/** Reads the peers' values of a family by its name: `studentT` is in student-t.json. */
export function familyReference<Reference = FamilyReference>(family: string): Reference {
  const file = family.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return reference<Reference>(`distributions/${file}.json`);
}

/** The part of a test's assertions that comparisons use. */
interface Assertions {
  true(condition: boolean, message?: string): unknown;
}

/**
 * Compares values with a relative tolerance of 1e-4. Values below the smallest normal float32
 * number may become zero.
 */
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
 * Compares all elements. In a vector or matrix, an error of 1e-6 of the largest element is accepted
 * too.
 */
export function agreeAll(
  t: Assertions,
  computed: ArrayLike<number>,
  expected: Value,
  what: string,
  rounding = 1.2e-38,
): void {
  const flat = [expected].flat(2);
  t.true(computed.length === flat.length, `${what} has ${computed.length} elements of ${flat.length}`);
  const largest = flat.length === 1 ? 0 : Math.max(...flat.map(Math.abs));
  flat.forEach((value, index) =>
    agree(t, computed[index]!, value, `${what} at ${index}`, rounding + 1e-6 * largest),
  );
}

/** One row of parameters, each a batch of one: [1, ...]. */
export function batched(row: readonly Value[]): Tensor[] {
  return row.map((value) => expandDims(tensor(value as number), 0));
}

export function noise(source: string, shape: readonly number[]): Tensor {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  noiseSource(source).fill(values, new RandomStream(0, 'conformance', source));
  return tensor(values, [...shape]);
}
