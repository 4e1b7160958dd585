import { itemAt } from '../graph/item-at.js';
import * as tf from '@tensorflow/tfjs-core';

import { BESIDE_KERNELS } from './beside-kernels.js';
import { type Choice, ELEMENTWISE, type Operation, REDUCTIONS } from './operations.js';
import { REARRANGEMENTS } from './rearrangements.js';
import { WINDOWS } from './windows.js';

export const OPERATIONS: readonly Operation[] = [
  ...ELEMENTWISE,
  ...REDUCTIONS,
  ...REARRANGEMENTS,
  ...WINDOWS,
  ...BESIDE_KERNELS,
];

/** A small graph of kernels, drawn at random. */
export interface Program {
  readonly leaves: readonly Leaf[];
  readonly steps: readonly Step[];
}

export interface Leaf {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Repeated to fill the shape. */
  readonly values: readonly number[];
}

/** Each number selects one choice: an operation, earlier tensors as its inputs, and its options. */
export interface Step {
  readonly operation: number;
  readonly operands: readonly [number, number, number];
  readonly choices: readonly number[];
}

/** Decides which steps run, because not every operation suits every tensor. */
export interface Guide {
  begins(leaves: readonly tf.Tensor[]): void;
  takes(step: number, operation: Operation, operands: readonly number[]): boolean;
  /** @returns for each tensor whether later steps may use it. */
  made(
    step: number,
    operation: Operation,
    operands: readonly number[],
    tensors: readonly tf.Tensor[],
  ): boolean[];
  ends(): void;
}

/** Runs a program on the current backend. */
export function run({ leaves, steps }: Program, guide: Guide): void {
  tf.tidy(() => {
    const pool = leaves.map(tensorOf);
    guide.begins(pool);
    steps.forEach(({ operation: number, operands: numbers, choices }, step) => {
      const operation = itemAt(OPERATIONS, number % OPERATIONS.length);
      const operands = numbers.map((operand) => operand % pool.length);
      if (!guide.takes(step, operation, operands)) return;
      const [a, b, c] = operands.map((operand) => itemAt(pool, operand));
      const applied = operation.apply([a!, b!, c!], choiceOf(choices));
      if (applied === undefined) return;
      const tensors = applied instanceof tf.Tensor ? [applied] : applied;
      const keepsOutput = guide.made(step, operation, operands, tensors);
      pool.push(...tensors.filter((_, index) => keepsOutput[index]));
    });
    guide.ends();
  });
}

function tensorOf({ shape, dtype, values }: Leaf): tf.Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  const filled = Array.from({ length: size }, (_, index) => itemAt(values, index % values.length));
  return tf.tensor(dtype === 'float32' ? filled : filled.map(toInteger), [...shape], dtype);
}

const toInteger = (value: number): number => (Number.isFinite(value) ? Math.round(value) : 0);

function choiceOf(choices: readonly number[]): Choice {
  let next = 0;
  const below = (limit: number): number => itemAt(choices, next++ % choices.length) % limit;
  return { below, of: (things) => itemAt(things, below(things.length)) };
}
