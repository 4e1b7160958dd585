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

/** Avoids a division by zero for a gradient of norm 0, as in PyTorch. */
const LEAST_NORM = 1e-6;

/** Gradients of a loss. */
export interface Gradients {
  readonly loss: Loss;
  /** Clipped gradients by the names of variables. */
  readonly gradients: NamedTensorMap;
  /**
   * Sum of each gradient's elements, in the order of the variables: NaN or infinite if an element
   * is.
   */
  readonly sums: Tensor;
}

/** Returns the gradients of a loss by variables. */
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
 * Clips gradients by their global norm, g min(1, norm / (|g| + 1e-6)), like `clip_grad_norm_` of
 * PyTorch; or their elements to the interval from -`value` to `value`.
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
