import { HelmholtzError } from '@helmholtz/base';
import { monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { boundTerms, logImportanceWeights } from '../objectives/bound-terms.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';
import { LogMeanWeights } from './log-mean-weights.js';
import { posteriorNoise } from './posterior-noise.js';

export interface ImportanceSamplingOptions {
  readonly data: Dataset;
  /** How many draws of the latents for each example. */
  readonly samples: number;
  /** Names the noise; 0 is a seed. */
  readonly seed: number;
  /** What compiles the model; TensorFlow.js runs it a kernel at a time unless given. */
  readonly compile?: StepCompiler | undefined;
  /** How many draws are computed at once, of all examples of a batch: what the memory is bounded by. */
  readonly rows?: number | undefined;
  /** Ends it after the current draws, with the examples that are done. */
  readonly signal?: AbortSignal | undefined;
  /** Of examples times samples. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** An estimate of the negative log-likelihood, in nats an example. */
export interface NllEstimate {
  readonly nll: number;
  /** Of the mean over examples: their standard deviation by the root of their number. */
  readonly standardError: number;
  readonly examples: number;
  readonly samples: number;
}

const MOST_ROWS = 4096;
const LEAST_ROWS = 64;
/** Of the largest tensor that a layer makes. */
const MOST_ELEMENTS = 2 ** 22;
const BATCH = 64;

/**
 * -log p(x) by importance sampling with the posterior (Burda et al. 2016, section 5; Rezende et al. 2014, appendix E):
 *
 *     nll = -log(1/samples sum of p(x given z) p(z) / q(z given x)),   z ~ q
 *
 * It is at least the true one on average, and the nearer the more samples. They are drawn and summed a few at a time, so
 * memory does not grow with their number. The data are drawn as `evaluate` draws them with the same seed.
 *
 * Of global latents the training set has told the posterior, so their values are drawn from it and weigh nothing: what is
 * estimated is the posterior predictive density of each example.
 *
 * @returns undefined where it was ended before the first examples were done.
 * @throws HelmholtzError (`graph`) for a model that gives data no probability, as a plain autoencoder; (`data`) for data
 *   that don't fit.
 */
export async function estimateNll(
  model: LatentVariableModel,
  options: ImportanceSamplingOptions,
): Promise<NllEstimate | undefined> {
  const { data, samples, seed, compile = eagerCompiler, rows = rowsFor(model), signal, onProgress } = options;
  const problem = nllProblem(model);
  if (problem !== undefined) {
    throw new HelmholtzError('graph', problem, { hint: 'Give every latent a posterior and a prior.' });
  }
  checkData(model, data);
  const reader = new BatchReader(model, data, Math.min(BATCH, rows), seed);
  const total = data.size * samples;
  const pause = new Pause();
  const estimates: number[] = [];
  let drawn = 0;
  // As many at a time for every batch and the last draws alike: a graph is compiled for each number.
  const most = Math.min(Math.max(Math.floor(rows / Math.min(BATCH, data.size)), 1), samples);
  const chunk = Math.ceil(samples / Math.ceil(samples / most));
  const weights = new BatchFunction(compile, (inputs, noise) => {
    const { latents, ...terms } = model.terms(inputs, noise, { samples: chunk });
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
  return estimates.length === 0 ? undefined : { ...meanOf(estimates), samples };
}

/** Why a model has no likelihood that could be estimated, in one line; undefined where it has. */
export function nllProblem({ latents }: Pick<LatentVariableModel, 'latents'>): string | undefined {
  const plain = latents.find(({ divergence }) => !divergence);
  return plain && `The latent "${plain.name}" has no prior, so the model gives no probability to data.`;
}

/** As many rows as keep every tensor small enough to be computed with quickly. */
export function rowsFor({ plan }: LatentVariableModel): number {
  const shapes = plan.calls.flatMap(({ layer }) =>
    layer.inboundNodes[0]!.outputTensors.map(({ shape }) => shape),
  );
  const largest = Math.max(...shapes.map((shape) => sizeOf(shape.slice(1) as number[])));
  return Math.min(Math.max(Math.floor(MOST_ELEMENTS / largest), LEAST_ROWS), MOST_ROWS);
}

function meanOf(values: readonly number[]): Omit<NllEstimate, 'samples'> {
  const count = values.length;
  const nll = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - nll) ** 2, 0);
  return { nll, standardError: Math.sqrt(squares / Math.max(count - 1, 1) / count), examples: count };
}
