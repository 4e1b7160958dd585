import {
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  type Variable,
  add,
  addN,
  clipByValue,
  div,
  keep,
  minimum,
  mul,
  scalar,
  square,
  sqrt,
  stack,
  sum,
  variableGrads,
} from '@tensorflow/tfjs-core';

import type { ClipSpec } from '../spec/schema.js';
import type { Loss } from './loss.js';

/** Keeps a gradient of norm 0 from being divided by 0, as PyTorch does. */
const LEAST_NORM = 1e-6;

export interface Gradients {
  readonly loss: Loss;
  /** By the names of variables, clipped. */
  readonly gradients: NamedTensorMap;
  /** The sum of each gradient's elements, in the order of the variables: NaN or infinite where any of them is. */
  readonly sums: Tensor;
}

/** The gradients of a loss by variables. */
export function gradientsOf(
  variables: readonly Variable[],
  loss: () => Loss,
  clip: ClipSpec | undefined,
): Gradients {
  let result: Loss | undefined;
  const { grads } = variableGrads(() => (result = loss()).loss, [...variables]);
  const sums = variables.map(({ name }) => (grads[name] ? sum(grads[name]) : scalar(0)));
  return { loss: result!, gradients: clipped(grads, clip), sums: keep(stack(sums)) };
}

/**
 * Gradients whose norm, that of all elements of all of them together, is at most `norm`: g min(1, norm / (|g| + 1e-6)), as
 * `clip_grad_norm_` of PyTorch has it; or whose elements are from -`value` to `value`.
 */
export function clipped(gradients: NamedTensorMap, clip: ClipSpec | undefined): NamedTensorMap {
  if (!clip) return gradients;
  const each = (change: (gradient: Tensor) => Tensor): NamedTensorMap =>
    Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]));
  if ('value' in clip) return each((gradient) => clipByValue(gradient, -clip.value, clip.value));
  const squares = Object.values(gradients).map((gradient) => sum<Scalar>(square(gradient)));
  const norm = sqrt(addN(squares));
  const factor = minimum(div(clip.norm, add(norm, LEAST_NORM)), 1);
  return each((gradient) => mul(gradient, factor));
}
