import { type Tensor, broadcastTo, reshape, zeros } from '@tensorflow/tfjs-core';

import { entryOf, itemAt } from '@helmholtz/base';
import type { KlKind } from '../graph/kl-kind.js';
import { klKindOf } from '../graph/kl-of-latent.js';
import { analyticKl, klPerElement, monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { type LatentTerm, type VariationalTerm, isVariational } from '../graph/terms.js';
import type { NoiseVariable } from '../graph/variables.js';
import { type CodeKind, codeKind } from '../inference/code-kind.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';
import { Moments } from './moments.js';

/** Statistics of a latent over a data set. Its dimensions are flattened, in order. */
export interface LatentStatistics {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * KL(q(z given x), p(z)) in nats, averaged over the examples; undefined for a posterior that
   * supports none. See `klProblem`.
   */
  readonly kl: number | undefined;
  /**
   * Kind of its computation: `monteCarlo`, with one draw per example, if there is no closed form.
   */
  readonly klKind: KlKind | undefined;
  /** KL divergence of each dimension; undefined if dimensions are not independent. */
  readonly klPerDimension: readonly number[] | undefined;
  /**
   * Number of dimensions whose posterior mean has a variance above 0.01 over the examples (Burda et
   * al. 2016, section 5.2). For relaxed units, the mean is the probability of the underlying
   * discrete unit.
   */
  readonly activeUnits: number;
  readonly posteriorMeans: { readonly variance: readonly number[] };
  /**
   * Codes behind `posteriorMeans` and `activeUnits`. For a posterior without a mean, they are
   * values for noise of zero, or draws.
   */
  readonly codes: CodeKind;
  /**
   * Aggregate posterior q(z), the mixture of all posteriors, estimated with one draw per example.
   */
  readonly aggregatePosterior: {
    readonly mean: readonly number[];
    readonly variance: readonly number[];
    /** Correlation of each pair of dimensions; undefined for more than 512 dimensions. */
    readonly correlation: readonly (readonly number[])[] | undefined;
  };
  /**
   * p(z), averaged over the examples if other variables determine it; undefined for a prior without
   * a mean or a variance.
   */
  readonly prior: { readonly mean: readonly number[]; readonly variance: readonly number[] } | undefined;
}

/** Options of `latentStatistics`. */
export interface LatentStatisticsOptions {
  readonly data: Dataset;
  readonly batchSize: number;
  /** Seed of the noise; 0 is a valid seed. */
  readonly seed: number;
  readonly compile?: StepCompiler | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onBatch?: ((done: number, batches: number) => void) | undefined;
}

const ACTIVE = 0.01;

/**
 * Returns statistics of a model's latents over a data set: one entry for each latent with a
 * posterior and a prior. Global latents are left out. In a hierarchy, posterior means are computed
 * at the means of the latents before them.
 *
 * @throws HelmholtzError (`data`) for data that do not fit.
 *
 * @example
 * ```ts
 * import { latentStatistics } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const [z] = await latentStatistics(model, { data, batchSize: 2, seed: 0 });
 * console.log(z?.name, z?.klKind, z?.klPerDimension?.length); // z analytic 2
 * ```
 */
export async function latentStatistics(
  model: LatentVariableModel,
  { data, batchSize, seed, compile = eagerCompiler, signal, onBatch }: LatentStatisticsOptions,
): Promise<LatentStatistics[]> {
  checkData(model, data);
  let counters: Counter[] | undefined;
  const kinds = new Map(
    model.latents.map((latent) => [latent.name, { code: codeKind(model, latent), kl: klKindOf(latent) }]),
  );
  const columns = new BatchFunction(compile, (inputs, noise) => {
    const terms = model.terms(inputs, noise).latents.filter(isLocal);
    const noiseOf = (variable: NoiseVariable): Tensor => itemAt(noise, model.noise.indexOf(variable));
    const atMeans = model.termsAtPosteriorMeans(inputs, noiseOf).latents.filter(isLocal);
    const rows = itemAt(inputs, 0).shape[0];
    counters ??= terms.map((latent) => new Counter(latent, entryOf(kinds, latent.name)));
    return terms.flatMap((latent, index) => {
      return columnsOf(latent, itemAt(atMeans, index), entryOf(kinds, latent.name).kl, rows);
    });
  });
  const reader = new BatchReader(model, data, batchSize, seed);
  const pause = new Pause();
  let done = 0;
  try {
    for (const { inputs, noise } of reader.ordered('evaluation')) {
      const values = await columns.run(inputs, noise);
      counters!.forEach((counter, index) =>
        counter.add(values.slice(index * COLUMNS, (index + 1) * COLUMNS)),
      );
      onBatch?.(++done, reader.batchesPerPass);
      await pause.ifDue();
      if (signal?.aborted) break;
    }
  } finally {
    columns.dispose();
  }
  return counters!.map((counter) => counter.statistics);
}

/** A global latent does not depend on the example. */
function isLocal(latent: LatentTerm): latent is VariationalTerm {
  return isVariational(latent) && !latent.examples;
}

const COLUMNS = 5;

/**
 * Returns five columns of a latent, [batch, dimensions] each: KL divergence (zeros without one),
 * posterior mean (or probabilities), draw, and the prior's mean and variance.
 */
function columnsOf(
  latent: VariationalTerm,
  atMeans: VariationalTerm,
  kind: KlKind | undefined,
  rows: number,
): Tensor[] {
  const perElement = kind && klPerElement(latent, kind);
  const flat = (tensor: Tensor): Tensor =>
    reshape(broadcastTo(tensor, [rows, ...latent.shape]), [rows, sizeOf(latent.shape)]);
  const klOfExample = (): Tensor => {
    if (!kind) return zeros([rows]);
    return kind === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);
  };
  return [
    perElement ? flat(perElement) : reshape(broadcastTo(klOfExample(), [rows]), [rows, 1]),
    flat(atMeans.posterior.probs?.() ?? atMeans.posterior.mean?.() ?? atMeans.value!),
    flat(latent.value!),
    flat(latent.prior.mean?.() ?? zeros([1])),
    flat(latent.prior.variance?.() ?? zeros([1])),
  ];
}

class Counter {
  private readonly name: string;
  private readonly shape: readonly number[];
  private readonly codes: CodeKind;
  private readonly klKind: KlKind | undefined;
  private readonly perDimension: boolean;
  private readonly hasPriorMoments: boolean;
  private readonly kl: Moments;
  private readonly posteriorMeans: Moments;
  private readonly draws: Moments;
  private readonly priorMeans: Moments;
  private readonly priorVariances: Moments;

  constructor(latent: VariationalTerm, kinds: { readonly code: CodeKind; readonly kl: KlKind | undefined }) {
    const size = sizeOf(latent.shape);
    ({ name: this.name, shape: this.shape } = latent);
    ({ code: this.codes, kl: this.klKind } = kinds);
    this.perDimension = this.klKind !== undefined && klPerElement(latent, this.klKind) !== undefined;
    const { prior } = latent;
    this.hasPriorMoments = prior.mean !== undefined && prior.variance !== undefined;
    this.kl = new Moments(this.perDimension ? size : 1);
    this.posteriorMeans = new Moments(size);
    this.draws = new Moments(size, { correlations: true });
    this.priorMeans = new Moments(size);
    this.priorVariances = new Moments(size);
  }

  add([kl, posteriorMeans, draws, priorMeans, priorVariances]: readonly ArrayLike<number>[]): void {
    this.kl.add(kl!);
    this.posteriorMeans.add(posteriorMeans!);
    this.draws.add(draws!);
    this.priorMeans.add(priorMeans!);
    this.priorVariances.add(priorVariances!);
  }

  get statistics(): LatentStatistics {
    const { name, shape, klKind } = this;
    const { variance } = this.posteriorMeans;
    const { mean: varianceWithin } = this.priorVariances;
    return {
      name,
      shape,
      kl: klKind && this.kl.mean.reduce((sum, value) => sum + value, 0),
      klKind,
      klPerDimension: this.perDimension ? this.kl.mean : undefined,
      activeUnits: variance.filter((value) => value > ACTIVE).length,
      posteriorMeans: { variance },
      codes: this.codes,
      aggregatePosterior: {
        mean: this.draws.mean,
        variance: this.draws.variance,
        correlation: this.draws.correlation,
      },
      prior: this.hasPriorMoments
        ? {
            mean: this.priorMeans.mean,
            // Law of total variance: variance between components plus mean variance within them.
            variance: this.priorMeans.variance.map(
              (between, index) => between + itemAt(varianceWithin, index),
            ),
          }
        : undefined,
    };
  }
}
