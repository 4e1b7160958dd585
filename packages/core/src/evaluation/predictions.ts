import { HelmholtzError, itemAt } from '@helmholtz/base';
import { meanOf } from '@helmholtz/distributions';
import type { LatentVariableModel } from '../graph/model.js';
import { type ObservedVariable, isGlobal } from '../graph/variables.js';
import type { Examples } from '../inference/examples.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';
import { rowsFor } from './importance-sampling.js';
import { posteriorNoise } from './posterior-noise.js';

/** Options of `predict`. */
export interface PredictOptions {
  readonly data: Dataset;
  /** Number of posterior draws of the latents over which predictions are averaged. */
  readonly samples: number;
  /** Seed of the draws; 0 is a valid seed. */
  readonly seed: number;
  readonly compile?: StepCompiler | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives the number of examples. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Predictions of a regression. */
export interface Predictions {
  /** Name of the predicted variable. */
  readonly variable: string;
  /**
   * p(label given x, data) = E[p(label given x, w)] over posterior draws of w: of each class, or of
   * 1.
   */
  readonly probabilities: Examples;
  /** Observed values, in the form of the probabilities. */
  readonly observed: Examples;
  /** Entropy of the predictive distribution of each example, in nats. */
  readonly entropy: Float64Array;
  /**
   * Epistemic part of the entropy: the mutual information of the prediction and w, in nats (Houlsby
   * et al. 2011, equation 2). It vanishes if w is known.
   */
  readonly weightUncertainty: Float64Array;
}

const BATCH = 64;

/**
 * Returns the reason why a model predicts nothing, as one line; undefined if it does.
 *
 * @example
 * ```ts
 * import { predictionsProblem } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(predictionsProblem(buildModel(defaultSpec('bayesian-logistic-regression', [3]))));
 * // undefined
 * ```
 */
export function predictionsProblem({ latents, observed }: LatentVariableModel): string | undefined {
  const local = latents.find((latent) => !isGlobal(latent));
  if (local)
    return `Each example has its own latent "${local.name}", so the class of a new example cannot be predicted.`;
  const [variable] = observed;
  if (variable && isDiscrete(variable)) return undefined;
  return `The likelihood of "${variable?.name ?? 'nothing'}" is not one of classes, such as categorical.`;
}

/**
 * Returns predictive probabilities of a model whose latents are global, such as the weights of a
 * regression. They are averaged over posterior draws of the latents.
 *
 * @throws HelmholtzError (`graph`) for a model that predicts nothing; (`data`) for data that do not
 *   fit.
 *
 * @example
 * ```ts
 * import { predict, summarizePredictions } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('bayesian-logistic-regression', [2]));
 * const rows = [[0, 1], [2, 0]];
 * const data = arrayDataset({ name: 'points', shape: [2], data: rows, labels: [0, 1] });
 * const predictions = await predict(model, { data, samples: 10, seed: 0 });
 * console.log(predictions.variable, predictions.probabilities.count); // label 2
 * console.log(summarizePredictions(predictions).examples); // 2
 * ```
 */
export async function predict(
  model: LatentVariableModel,
  { data, samples, seed, compile = eagerCompiler, signal, onProgress }: PredictOptions,
): Promise<Predictions> {
  const problem = predictionsProblem(model);
  if (problem !== undefined) {
    throw new HelmholtzError('graph', problem, {
      hint: 'Train a regression, such as bayesian-softmax-regression.',
    });
  }
  checkData(model, data);
  const variable = itemAt(model.observed, 0);
  const { shape } = variable.input;
  const size = sizeOf(shape);
  const input = model.inputs.indexOf(variable.input);
  const reader = new BatchReader(model, data, BATCH, seed);
  const chunk = Math.min(samples, Math.max(1, Math.floor(rowsFor(model) / BATCH)));
  const means = new BatchFunction(compile, (inputs, noise) => {
    const { observed } = model.terms(inputs, noise, { samples: chunk });
    return [meanOf(itemAt(observed, 0).likelihood)];
  });
  const pause = new Pause();
  const probabilities: number[] = [];
  const observed: number[] = [];
  const entropy: number[] = [];
  const weightUncertainty: number[] = [];
  try {
    let index = 0;
    for (const batch of reader.ordered('evaluation')) {
      const sums = new Float64Array(batch.size * size);
      const within = new Float64Array(batch.size);
      for (let done = 0; done < samples; done += chunk) {
        const noise = posteriorNoise(
          model,
          { samples: chunk, rows: batch.size, seed },
          { own: ['predict', index, done], shared: ['predict', done] },
        );
        const [drawn] = await means.run(batch.inputs, noise);
        for (let sample = 0; sample < Math.min(chunk, samples - done); sample++) {
          for (let row = 0; row < batch.size; row++) {
            const start = (sample * batch.size + row) * size;
            const drawnProbabilities = Array.from({ length: size }, (_, element) => drawn![start + element]!);
            drawnProbabilities.forEach(
              (probability, element) => (sums[row * size + element]! += probability / samples),
            );
            within[row]! += entropyOf(variable, drawnProbabilities) / samples;
          }
        }
        await pause.ifDue();
      }
      for (let row = 0; row < batch.size; row++) {
        const averaged = Array.from(sums.subarray(row * size, (row + 1) * size));
        const totalEntropy = entropyOf(variable, averaged);
        probabilities.push(...averaged);
        entropy.push(totalEntropy);
        weightUncertainty.push(totalEntropy - within[row]!);
      }
      observed.push(...itemAt(batch.inputs, input).values);
      index++;
      onProgress?.(entropy.length, data.size);
      if (signal?.aborted) break;
    }
  } finally {
    means.dispose();
  }
  const examples = (values: readonly number[]): Examples => ({
    count: entropy.length,
    shape,
    values: Float32Array.from(values),
  });
  return {
    variable: variable.name,
    probabilities: examples(probabilities),
    observed: examples(observed),
    entropy: Float64Array.from(entropy),
    weightUncertainty: Float64Array.from(weightUncertainty),
  };
}

function isDiscrete({ likelihood: { family } }: ObservedVariable): boolean {
  return family === 'categorical' || family === 'bernoulli';
}

/** Sum of -p log p over classes. For independent binary values, the sum of their entropies. */
function entropyOf({ likelihood: { family } }: ObservedVariable, probabilities: readonly number[]): number {
  const term = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
  const entropyOfElement = family === 'bernoulli' ? (p: number) => term(p) + term(1 - p) : term;
  return probabilities.reduce((sum, p) => sum + entropyOfElement(p), 0);
}
