import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import type { Dataset } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { exampleWeights } from '../training/example-weights.js';
import { Pause } from '../training/pause.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { AnnealedChains } from './annealed-chains.js';
import { annealedObstacle } from './annealed-problem.js';
import { rowsFor } from './importance-sampling.js';
import { type MeanNll, meanNll } from './mean-nll.js';
import { inverseTemperatures } from './temperatures.js';

/** Options of `estimateAnnealedNll`. */
export interface AnnealedOptions {
  readonly data: Dataset;
  /** Number of temperatures, 2 or more. */
  readonly temperatures: number;
  /** Number of independent chains of each example; 16 by default. */
  readonly chains?: number | undefined;
  /** Number of leapfrog steps at each temperature; 10 by default. */
  readonly leapfrogSteps?: number | undefined;
  /** Seed of the draws; 0 is a valid seed. */
  readonly seed: number;
  /** Compiler of the transitions; eager kernels of TensorFlow.js by default. */
  readonly compile?: StepCompiler | undefined;
  /** Ends the estimate after the current temperature, with the examples that are done. */
  readonly signal?: AbortSignal | undefined;
  /** Receives the number of transitions of examples. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Estimate of one example, in nats. */
export interface ExampleNll {
  readonly nll: number;
  /** Standard error over chains, by the delta method; NaN for one chain. */
  readonly standardError: number;
}

/** Annealed estimate of the negative log-likelihood, in nats per example. */
export interface AnnealedEstimate extends MeanNll {
  readonly temperatures: number;
  readonly chains: number;
  /** Standard error of `nll` from the finite number of chains alone; NaN for one chain. */
  readonly chainError: number;
  /** Mean probability with which a transition is accepted. */
  readonly acceptance: number;
  /** Estimate of each example, in the order of the data. */
  readonly ofExamples: readonly ExampleNll[];
}

const BATCH = 64;

/**
 * Estimates -log p(x) by annealed importance sampling (Neal 2001; Wu et al. 2017). It needs no
 * posterior, so it also judges models whose posterior has no density:
 *
 *     nll = -log(1/chains sum of w),   log w = sum over t of (beta_t - beta_(t-1)) log p(x given z_(t-1))
 *
 * Each chain starts from the prior. At each temperature, a Hamiltonian transition moves it towards
 * p(z) p(x given z)^beta. The mean of w is p(x), so the expectation of `nll` is an upper bound, which
 * falls with the number of temperatures.
 *
 * Step sizes are adapted to each example and temperature in a run of a quarter of the chains, whose
 * weights are discarded. So the mean of w remains unbiased.
 *
 * @returns undefined if it was ended before the first examples were done.
 * @throws HelmholtzError (`graph`) for a model whose latents are discrete, bounded or shared by all
 *   examples; (`data`) for data that do not fit.
 *
 * @example
 * ```ts
 * import { estimateAnnealedNll } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const options = { data, temperatures: 20, chains: 4, leapfrogSteps: 2, seed: 0 };
 * const estimate = await estimateAnnealedNll(model, options);
 * console.log(estimate?.examples, estimate && estimate.nll > 0); // 2 true
 * ```
 */
export async function estimateAnnealedNll(
  model: LatentVariableModel,
  options: AnnealedOptions,
): Promise<AnnealedEstimate | undefined> {
  const { data, temperatures, chains = 16, leapfrogSteps = 10, seed } = options;
  const { compile = eagerCompiler, signal, onProgress } = options;
  const obstacle = annealedObstacle(model);
  if (obstacle) throw new HelmholtzError('graph', obstacle.problem, { hint: obstacle.hint });
  checkCount('temperatures', temperatures, 2);
  checkCount('chains', chains, 1);
  checkCount('leapfrogSteps', leapfrogSteps, 1);
  checkData(model, data);
  const batchSize = Math.min(BATCH, Math.max(Math.floor(rowsFor(model) / chains), 1));
  const reader = new BatchReader(model, data, batchSize, seed);
  const [pilot, main] = [Math.ceil(chains / 4), chains].map(
    (each) => new AnnealedChains(model, each, leapfrogSteps, compile),
  ) as [AnnealedChains, AnnealedChains];
  const betas = inverseTemperatures(temperatures);
  const total = data.size * temperatures * (pilot.chains + main.chains);
  const pause = new Pause();
  const ofExamples: ExampleNll[] = [];
  const acceptances: number[] = [];
  let done = 0;
  try {
    let index = 0;
    for (const batch of reader.ordered('evaluation')) {
      const annealed = async (run: AnnealedChains, stepSizes?: readonly Float32Array[]) =>
        run.anneal(batch, betas, {
          seed,
          keys: ['annealed', run === pilot ? 'pilot' : 'chains', index],
          stepSizes,
          async goesOn() {
            done += batch.size * run.chains;
            onProgress?.(done, total);
            await pause.ifDue();
            return !signal?.aborted;
          },
        });
      const adapted = await annealed(pilot);
      const result = adapted && (await annealed(main, adapted.stepSizes));
      if (!result) break;
      const { values, standardErrors } = result.weights;
      values.forEach((value, row) => {
        ofExamples.push({ nll: -value, standardError: standardErrors[row]! });
        acceptances.push(result.acceptance);
      });
      index++;
    }
  } finally {
    for (const run of [pilot, main]) run.dispose();
  }
  const squares = ofExamples.reduce((sum, { standardError }) => sum + standardError ** 2, 0);
  return ofExamples.length === 0
    ? undefined
    : {
        ...meanNll(
          ofExamples.map(({ nll }) => nll),
          exampleWeights(model, data),
        ),
        temperatures,
        chains,
        chainError: Math.sqrt(squares) / ofExamples.length,
        acceptance: acceptances.reduce((sum, value) => sum + value, 0) / acceptances.length,
        ofExamples,
      };
}

/**
 * Returns the reason why a model has no annealed estimate of its likelihood, as one line; undefined
 * if it has one.
 *
 * @example
 * ```ts
 * import { annealedProblem } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(annealedProblem(buildModel(defaultSpec('vae', [4])))); // undefined
 * console.log(annealedProblem(buildModel(defaultSpec('autoencoder', [4]))));
 * // The latent "z" has no prior, so the model defines no probability of the data.
 * ```
 */
export function annealedProblem(
  model: Pick<LatentVariableModel, 'latents' | 'observed'>,
): string | undefined {
  return annealedObstacle(model)?.problem;
}

function checkCount(option: string, count: number, least: number): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new HelmholtzError('usage', `\`${option}\` is ${count}.`, {
    hint: `Give a whole number from ${least} on.`,
  });
}
