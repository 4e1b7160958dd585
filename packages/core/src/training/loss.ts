import { type Scalar, type Tensor, add, keep, stack } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { BatchResult } from './step.js';

/** What a loss is a function of, as tensors on the backend that is set. */
export interface LossInputs {
  readonly inputs: readonly Tensor[];
  readonly noise: readonly Tensor[];
  readonly coefficients: Readonly<Record<string, Scalar>>;
}

export interface Loss {
  readonly loss: Scalar;
  /** The names of the metrics, in order. */
  readonly names: readonly string[];
  /** The loss and then the metrics, [1 + metrics]: kept beyond the enclosing tidy or tape, read back at once. */
  readonly values: Tensor;
}

/** The loss of a model, and the metrics that it logs. */
export function lossOf(
  model: LatentVariableModel,
  objective: Objective,
  { inputs, noise, coefficients }: LossInputs,
  training: boolean,
): Loss {
  const { samples, pathwise } = objective;
  const view = model.view({ inputs, noise }, { training, samples, pathwise: training && pathwise });
  const evaluated = objective.evaluate(view, { training, coefficients });
  const regularization = model.regularization();
  const loss: Scalar = regularization ? add(evaluated.loss, regularization) : evaluated.loss;
  const named = regularization ? { ...evaluated.metrics, regularization } : evaluated.metrics;
  const values = keep(stack([loss, ...Object.values(named)]));
  return { loss, names: Object.keys(named), values };
}

/** The loss and the metrics as numbers, from where they begin in an array. */
export function batchResult(names: readonly string[], values: ArrayLike<number>, offset = 0): BatchResult {
  return { loss: values[offset]!, metrics: byName(names, values, offset + 1) };
}

/** Numbers by their names, from where they begin in an array. */
export function byName(
  names: readonly string[],
  values: ArrayLike<number>,
  offset = 0,
): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, index) => [name, values[offset + index]!] as const));
}
