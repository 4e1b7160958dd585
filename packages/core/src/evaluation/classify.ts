import { itemAt } from '@helmholtz/base';
import { softmax } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { ofObjective } from '../graph/model-view.js';
import { classLogits } from '../objectives/class-logits.js';
import type { ObjectiveClassifier } from '../objectives/objective.js';
import { BatchReader } from '../training/batches.js';
import type { Dataset } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';

/** Options of `classify`. */
export interface ClassifyOptions {
  readonly data: Dataset;
  /** Classifier of an objective. */
  readonly classifier: ObjectiveClassifier;
  readonly batchSize: number;
  /** Seed of data that are drawn, such as sampled binarization. */
  readonly seed: number;
  readonly compile?: StepCompiler | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Accuracy and calibration of q(label given x) on the labelled examples of a data set. */
export interface ClassificationSummary {
  /** Name of the label. */
  readonly variable: string;
  /** Number of labelled examples. Others are not counted. */
  readonly examples: number;
  /** Share of examples whose most probable class is their label. */
  readonly accuracy: number;
  /** Expected calibration error, with 15 bins of equal width (Guo et al. 2017, equation 3). */
  readonly calibrationError: number;
}

/**
 * Classifies the examples of a data set by the network of an objective. Returns undefined without
 * labelled examples.
 *
 * @example
 * ```ts
 * import { classify } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 *
 * const { model, objective } = assemble(defaultSpec('semi-supervised-vae', [4]));
 * const rows = [[0, 0, 1, 1], [1, 1, 0, 0]];
 * const data = arrayDataset({ name: 'rows', shape: [4], data: rows, labels: Int16Array.of(3, -1) });
 * const classifier = objective.classifier!;
 * const summary = await classify(model, { data, classifier, batchSize: 2, seed: 0 });
 * console.log(summary?.examples); // 1
 * ```
 */
export async function classify(
  model: LatentVariableModel,
  { data, classifier, batchSize, seed, compile = eagerCompiler, signal }: ClassifyOptions,
): Promise<ClassificationSummary | undefined> {
  const networks = Object.fromEntries(model.networks.map((network) => [network.name, network]));
  const network = ofObjective('network', networks, classifier.network);
  const at = (name: string): number => model.inputs.findIndex((input) => input.name === name);
  const reader = new BatchReader(model, data, batchSize, seed);
  const probabilities = new BatchFunction(compile, ([x]) => [
    softmax(classLogits((input) => network.apply(input, false), x!)),
  ]);
  const predictions: Prediction[] = [];
  try {
    for (const batch of reader.ordered('evaluation')) {
      const labels = itemAt(batch.inputs, at(classifier.label)).values;
      const [values] = await probabilities.run([itemAt(batch.inputs, at(classifier.input))], []);
      const classes = labels.length / batch.size;
      for (let row = 0; row < batch.size; row++) {
        const rowOf = (all: ArrayLike<number>): number[] =>
          Array.from({ length: classes }, (_, index) => all[row * classes + index]!);
        const label = rowOf(labels).indexOf(1);
        if (label >= 0) predictions.push(prediction(rowOf(values!), label));
      }
      if (signal?.aborted) break;
    }
  } finally {
    probabilities.dispose();
  }
  if (predictions.length === 0) return undefined;
  return { variable: classifier.label, examples: predictions.length, ...summarize(predictions) };
}

/** Probability of the most probable class, and whether it is the label. */
interface Prediction {
  readonly confidence: number;
  readonly right: boolean;
}

function prediction(probabilities: readonly number[], label: number): Prediction {
  const confidence = Math.max(...probabilities);
  return { confidence, right: probabilities.indexOf(confidence) === label };
}

const BINS = 15;

/** Returns the accuracy and the expected calibration error of predictions. */
export function summarize(
  predictions: readonly Prediction[],
): Pick<ClassificationSummary, 'accuracy' | 'calibrationError'> {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }));
  for (const { confidence, right } of predictions) {
    // Bins are open below: (0, 1/15], (1/15, 2/15], ...
    const bin = itemAt(bins, Math.min(Math.max(Math.ceil(confidence * BINS) - 1, 0), BINS - 1));
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  const gap = bins.reduce((sum, { confidence, right }) => sum + Math.abs(right - confidence), 0);
  const right = bins.reduce((sum, bin) => sum + bin.right, 0);
  return { accuracy: right / predictions.length, calibrationError: gap / predictions.length };
}
