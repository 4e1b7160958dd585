import { itemAt } from '@helmholtz/base';
import { type Tensor, add, elu, matMul, mul, reshape } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import type { StepParameter } from './flow-step.js';

/**
 * A small dense network within a step of a flow: it decides the parameters of a transformation from
 * elements of a vector.
 */
export interface StepNetwork {
  readonly inputs: number;
  /** The units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly outputs: number;
}

/** Schema of the options of a step with a network. */
export const networkOptions = {
  hidden: z.array(z.int().min(1)).default([64]).describe('the units of each hidden layer of its network'),
  amortized: z.boolean().default(true).describe('whether features are added to its first layer (a context)'),
} as const;

/** Options of a step with a network. */
export interface NetworkOptions {
  readonly hidden: readonly number[];
  readonly amortized: boolean;
}

/**
 * Parameters of a network. Its initial outputs are 0. Features are added to the first layer, so
 * that a hidden layer can combine them with the elements.
 */
export function networkParameters(
  { inputs, hidden, outputs }: StepNetwork,
  amortized: boolean,
): Record<string, StepParameter> {
  const sizes = [inputs, ...hidden, outputs];
  const layers = sizes.slice(1).map((units, index): [string, StepParameter][] => {
    const isLast = index === hidden.length;
    return [
      [`kernel_${index + 1}`, { shape: [itemAt(sizes, index), units], begin: isLast ? 0 : 'glorotUniform' }],
      [`bias_${index + 1}`, { shape: [units], begin: 0, amortized: amortized && index === 0 }],
    ];
  });
  return Object.fromEntries(layers.flat());
}

/**
 * Returns the outputs of a network, [..., outputs], for x [..., inputs]. Hidden layers have an ELU
 * activation.
 *
 * @param masks one for each kernel, of its shape: 0 where two units are not connected.
 */
export function networkOutput(
  parameters: Readonly<Record<string, Tensor>>,
  x: Tensor,
  { hidden }: StepNetwork,
  masks?: readonly Tensor[],
): Tensor {
  return [...hidden, 0].reduce<Tensor>((value, _, index) => {
    const kernel = parameters[`kernel_${index + 1}`]!;
    const masked = masks ? mul(kernel, itemAt(masks, index)) : kernel;
    const sums = add(rowsTimes(value, masked), parameters[`bias_${index + 1}`]!);
    return index === hidden.length ? sums : elu(sums);
  }, x);
}

/** x K, [..., m] of [..., n] and [n, m]. */
function rowsTimes(x: Tensor, kernel: Tensor): Tensor {
  const [n, m] = kernel.shape as [number, number];
  return reshape(matMul(reshape(x, [-1, n]), kernel), [...x.shape.slice(0, -1), m]);
}
