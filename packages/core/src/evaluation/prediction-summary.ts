import type { Examples } from '../inference/examples.js';
import { sizeOf } from '../training/dataset.js';
import type { Predictions } from './predictions.js';

/** Accuracy of predictions, and their uncertainty for right and wrong ones separately. */
export interface PredictionSummary {
  readonly variable: string;
  /** Number of examples with an observed class. Others are not counted. */
  readonly examples: number;
  /**
   * Share of examples whose most probable class is the observed one. For one probability, the class
   * is the nearer of 0 and 1.
   */
  readonly accuracy: number;
  /** Standard error of the accuracy p over n examples: sqrt(p (1 - p) / n). */
  readonly accuracyStandardError: number;
  readonly right: Uncertainty | undefined;
  readonly wrong: Uncertainty | undefined;
}

/** Means over examples, in nats. */
export interface Uncertainty {
  readonly entropy: number;
  readonly weightUncertainty: number;
}

/**
 * Summarizes predictions of examples with an observed class: accuracy, and mean entropy and
 * epistemic uncertainty of right and wrong ones.
 *
 * @example
 * ```ts
 * import { summarizePredictions } from '@helmholtz/core';
 *
 * const rows = (...values: [number, number]) =>
 *   ({ count: 2, shape: [1], values: Float32Array.from(values) });
 * const [entropy, weightUncertainty] = [Float64Array.of(0.5, 0.6), Float64Array.of(0.1, 0.3)];
 * const summary = summarizePredictions({
 *   variable: 'label', probabilities: rows(0.8, 0.7), observed: rows(1, 0),
 *   entropy, weightUncertainty,
 * });
 * console.log(summary.accuracy, summary.wrong); // 0.5 { entropy: 0.6, weightUncertainty: 0.3 }
 * ```
 */
export function summarizePredictions({
  variable,
  probabilities,
  observed,
  entropy,
  weightUncertainty,
}: Predictions): PredictionSummary {
  const allRows = Array.from({ length: probabilities.count }, (_, row) => row);
  const rows = allRows.filter((row) => isObserved(observed, row));
  const right = rows.filter((row) => classOf(probabilities, row) === classOf(observed, row));
  const isRight = new Set(right);
  const mean = (values: Float64Array, selected: readonly number[]): number =>
    selected.reduce((sum, row) => sum + values[row]!, 0) / selected.length;
  const uncertainty = (selected: readonly number[]): Uncertainty | undefined =>
    selected.length === 0
      ? undefined
      : { entropy: mean(entropy, selected), weightUncertainty: mean(weightUncertainty, selected) };
  const accuracy = right.length / rows.length;
  return {
    variable,
    examples: rows.length,
    accuracy,
    accuracyStandardError: Math.sqrt((accuracy * (1 - accuracy)) / rows.length),
    right: uncertainty(right),
    wrong: uncertainty(rows.filter((row) => !isRight.has(row))),
  };
}

/** A missing class is NaN, or zeros alone. */
function isObserved({ shape, values }: Examples, row: number): boolean {
  const size = sizeOf(shape);
  const classes = values.subarray(row * size, (row + 1) * size);
  return size === 1 ? !Number.isNaN(classes[0]) : classes.some((value) => value > 0);
}

/** Most probable of several classes; for one probability, the nearer of 0 and 1. */
function classOf({ shape, values }: Examples, row: number): number {
  const size = sizeOf(shape);
  const classes = values.subarray(row * size, (row + 1) * size);
  return size === 1 ? Math.round(classes[0]!) : classes.indexOf(Math.max(...classes));
}
