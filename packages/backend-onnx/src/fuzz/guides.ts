import { itemAt } from '../graph/item-at.js';
import type * as tf from '@tensorflow/tfjs-core';

import type { Operation } from './operations.js';
import type { Guide } from './program.js';

export interface Outcome {
  /** The operations that compute it. */
  readonly expression: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

/** Properties of a tensor that later steps may use. */
interface Known {
  readonly expression: string;
  /** Free of rounding. */
  readonly exact: boolean;
  readonly finite: boolean;
  readonly computedZero: boolean;
  /** The largest number that went into it. */
  readonly scale: number;
}

const MOST_ELEMENTS = 200;
const LARGEST = 1_000;
const FINEST = 1 / 16;

const outcomeOf = (expression: string, tensor: tf.Tensor): Outcome => ({
  expression,
  shape: tensor.shape,
  dtype: tensor.dtype,
  values: [...tensor.dataSync()],
});

const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);

/** Reads the numbers and selects well-conditioned operations. */
export class Explorer implements Guide {
  readonly outcomes: Outcome[] = [];
  /** For each result, the largest number in its computation: the scale of its rounding error. */
  readonly scales: number[] = [];
  readonly kept: boolean[] = [];
  readonly taken = new Set<number>();
  private readonly known: Known[] = [];

  begins(leaves: readonly tf.Tensor[]): void {
    for (const leaf of leaves) {
      const { values, dtype } = outcomeOf('leaf', leaf);
      this.known.push({
        expression: `${dtype}[${leaf.shape.join()}]`,
        exact: true,
        finite: values.every(Number.isFinite),
        computedZero: false,
        scale: largest(values),
      });
    }
  }

  takes(_: number, { kind, finite, poles }: Operation, operands: readonly number[]): boolean {
    const inputs = operands.map((operand) => itemAt(this.known, operand));
    if ((kind === 'jump' || kind === 'steep') && !inputs.every(({ exact }) => exact)) return false;
    if (finite && !inputs.every((input) => input.finite)) return false;
    return !(poles && inputs.some(({ computedZero }) => computedZero));
  }

  made(
    step: number,
    { name, kind }: Operation,
    operands: readonly number[],
    tensors: readonly tf.Tensor[],
  ): boolean[] {
    this.taken.add(step);
    const inputs = operands.map((operand) => itemAt(this.known, operand));
    return tensors.map((tensor) => {
      const outcome = outcomeOf(`${name}(${inputs.map(({ expression }) => expression).join(', ')})`, tensor);
      const { values } = outcome;
      const most = largest(values);
      const scale = Math.max(most, ...inputs.map((input) => input.scale));
      // Some cpu kernels return invalid tensors for empty inputs.
      const isKept = values.length > 0 && values.length <= MOST_ELEMENTS && most <= LARGEST;
      this.outcomes.push(outcome);
      this.scales.push(scale);
      this.kept.push(isKept);
      if (isKept) {
        this.known.push({
          expression: outcome.expression,
          exact:
            (kind === 'exact' || kind === 'jump') &&
            inputs.every(({ exact }) => exact) &&
            values.every((value) => !Number.isFinite(value) || Number.isInteger(value / FINEST)),
          finite: values.every(Number.isFinite),
          computedZero: values.includes(0),
          scale,
        });
      }
      return isKept;
    });
  }

  ends(): void {
    // Every tensor has been read.
  }
}

/**
 * Repeats the steps of an explorer without reading a result before the end, so that they form one
 * graph.
 */
export class Follower implements Guide {
  readonly outcomes: Outcome[] = [];
  private readonly tensors: tf.Tensor[] = [];

  constructor(private readonly explorer: Explorer) {}

  begins(): void {
    // The leaves are the same.
  }

  takes(step: number): boolean {
    return this.explorer.taken.has(step);
  }

  made(_: number, __: Operation, ___: readonly number[], tensors: readonly tf.Tensor[]): boolean[] {
    return tensors.map((tensor) => {
      this.tensors.push(tensor);
      return this.explorer.kept[this.tensors.length - 1] ?? false;
    });
  }

  ends(): void {
    this.tensors.forEach((tensor, index) => {
      this.outcomes.push(
        outcomeOf(this.explorer.outcomes[index]?.expression ?? 'more than there should be', tensor),
      );
    });
  }
}
