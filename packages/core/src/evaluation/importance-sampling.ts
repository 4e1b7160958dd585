import { HelmholtzError, itemAt } from '@helmholtz/base';
import { SIMULATOR_HINT, simulatorProblem } from '../graph/check-likelihood.js';
import { monteCarloKl } from '../graph/log-densities.js';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import { boundTerms, logImportanceWeights } from '../objectives/bound-terms.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { exampleWeights } from '../training/example-weights.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';
import { LogMeanWeights } from './log-mean-weights.js';
import { type MeanNll, meanNll } from './mean-nll.js';
import { posteriorNoise } from './posterior-noise.js';

/** Options of `estimateNll`. */
export interface ImportanceSamplingOptions {
  readonly data: Dataset;
  /** Number of draws of the latents per example. */
  readonly samples: number;
  /** Seed of the noise; 0 is a valid seed. */
  readonly seed: number;
  /** Compiler of the model; eager kernels of TensorFlow.js by default. */
  readonly compile?: StepCompiler | undefined;
  /**
   * Largest number of draws that are computed at once, over all examples of a batch. It bounds the
   * memory.
   */
  readonly rows?: number | undefined;
  /** Whether relaxed latents are replaced by the discrete ones that they approximate. */
  readonly discrete?: boolean | undefined;
  /** Ends the estimate after the current draws, with the examples that are done. */
  readonly signal?: AbortSignal | undefined;
  /** Receives the number of examples times samples. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Estimate of the negative log-likelihood, in nats per example. */
export interface NllEstimate extends MeanNll {
  readonly samples: number;
}

const MOST_ROWS = 4096;
const LEAST_ROWS = 64;
/** Limit of the largest tensor that a layer outputs. */
const MOST_ELEMENTS = 2 ** 22;
const BATCH = 64;

/**
 * Estimates -log p(x) by importance sampling with the posterior (Burda et al. 2016, section 5;
 * Rezende et al. 2014, appendix E):
 *
 *     nll = -log(1/samples sum of p(x given z) p(z) / q(z given x)),   z ~ q
 *
 * Its expectation is an upper bound, which decreases with the number of samples. Samples are drawn
 * and summed in chunks, so the memory does not grow with their number. The data are the same as
 * those of `evaluate` with this seed.
 *
 * Global latents are drawn from their posterior without weights. The estimate is then the posterior
 * predictive density of each example.
 *
 * @returns undefined if it was ended before the first examples were done.
 * @throws HelmholtzError (`graph`) for a model without p(x), such as a plain autoencoder; (`data`)
 *   for data that do not fit.
 *
 * @example
 * ```ts
 * import { estimateNll } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const estimate = await estimateNll(model, { data, samples: 50, seed: 0 });
 * console.log(estimate?.examples, estimate && estimate.nll > 0); // 2 true
 * ```
 */
export async function estimateNll(
  model: LatentVariableModel,
  options: ImportanceSamplingOptions,
): Promise<NllEstimate | undefined> {
  const { data, samples, seed, compile = eagerCompiler, rows = rowsFor(model), discrete } = options;
  const { signal, onProgress } = options;
  const obstacle = obstacleOf(model);
  if (obstacle) throw new HelmholtzError('graph', obstacle.problem, { hint: obstacle.hint });
  checkData(model, data);
  const reader = new BatchReader(model, data, Math.min(BATCH, rows), seed);
  const total = data.size * samples;
  const pause = new Pause();
  const estimates: number[] = [];
  let drawn = 0;
  // Equal chunks, because a graph is compiled for each number of samples.
  const most = Math.min(Math.max(Math.floor(rows / Math.min(BATCH, data.size)), 1), samples);
  const chunk = Math.ceil(samples / Math.ceil(samples / most));
  const weights = new BatchFunction(compile, (inputs, noise) => {
    const { latents, ...terms } = model.terms(inputs, noise, { samples: chunk, discrete });
    const local = latents.filter(({ examples }) => !examples);
    return [logImportanceWeights(boundTerms({ ...terms, latents: local }, monteCarloKl))];
  });
  try {
    let index = 0;
    batches: for (const batch of reader.ordered('evaluation')) {
      const mean = new LogMeanWeights(batch.size);
      for (let done = 0; done < samples; done += chunk) {
        const noise = posteriorNoise(
          model,
          { samples: chunk, rows: batch.size, seed },
          { own: ['importance', index, done], shared: ['importance', done] },
        );
        const [values] = await weights.run(batch.inputs, noise);
        for (let sample = 0; sample < Math.min(chunk, samples - done); sample++) {
          mean.add(values!, (sample * batch.size) % values!.length);
        }
        drawn += Math.min(chunk, samples - done) * batch.size;
        onProgress?.(drawn, total);
        await pause.ifDue();
        if (signal?.aborted && done + chunk < samples) break batches;
      }
      for (const value of mean.values) estimates.push(-value);
      index++;
      if (signal?.aborted) break;
    }
  } finally {
    weights.dispose();
  }
  const byExample = exampleWeights(model, data);
  return estimates.length === 0 ? undefined : { ...meanNll(estimates, byExample), samples };
}

/**
 * Returns the reason why a model has no likelihood to estimate, as one line; undefined if it has
 * one.
 *
 * @example
 * ```ts
 * import { nllProblem } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(nllProblem(buildModel(defaultSpec('vae', [4])))); // undefined
 * console.log(nllProblem(buildModel(defaultSpec('autoencoder', [4]))));
 * // The latent "z" has no prior, so the model defines no probability of the data.
 * ```
 */
export function nllProblem(model: Pick<LatentVariableModel, 'latents' | 'observed'>): string | undefined {
  return obstacleOf(model)?.problem;
}

/** Reason why the likelihood of a model can't be estimated, and a hint for the user. */
interface Obstacle {
  readonly problem: string;
  readonly hint: string;
}

function obstacleOf({
  latents,
  observed,
}: Pick<LatentVariableModel, 'latents' | 'observed'>): Obstacle | undefined {
  const simulator = simulatorProblem(observed);
  if (simulator !== undefined) return { problem: simulator, hint: SIMULATOR_HINT };
  const plain = latents.find(({ divergence }) => !divergence);
  if (plain) {
    return {
      problem: `The latent "${plain.name}" has no prior, so the model defines no probability of the data.`,
      hint: 'Give every latent a posterior and a prior.',
    };
  }
  const traits = latents.flatMap((latent) => latentTraits(latent) ?? []);
  const silent = traits.find(({ kl }) => !kl.includes('monteCarlo'));
  if (!silent) return undefined;
  const { name, families, declaredKl } = silent;
  if (declaredKl && !declaredKl.kinds.includes('monteCarlo')) {
    return {
      problem: `The posterior "${declaredKl.posterior}" of "${name}" does not support its density at a draw.`,
      hint: "Choose a posterior that supports kl: ['monteCarlo'], such as normal. Annealed importance sampling needs none: evaluate --annealed 1000.",
    };
  }
  return {
    problem: `The latent "${name}" has no densities at a draw: KL(${families.join(', ')}) has no estimate.`,
    hint: 'Choose a posterior that knows its density at a draw, such as normal, or a prior with a density at any value.',
  };
}

/** Returns the number of rows that keeps every tensor small enough to be fast. */
export function rowsFor({ plan }: LatentVariableModel): number {
  const shapes = plan.calls.flatMap(({ layer }) =>
    itemAt(layer.inboundNodes, 0).outputTensors.map(({ shape }) => shape),
  );
  const largest = Math.max(...shapes.map((shape) => sizeOf(shape.slice(1) as number[])));
  return Math.min(Math.max(Math.floor(MOST_ELEMENTS / largest), LEAST_ROWS), MOST_ROWS);
}
