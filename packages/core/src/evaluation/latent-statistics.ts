import { type Tensor, broadcastTo, reshape, zeros } from '@tensorflow/tfjs-core';

import { type KlKind, analyticKl, bestKlKind, klPerElement, monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { type LatentTerm, type VariationalTerm, isVariational } from '../graph/terms.js';
import { type CodeKind, codeKind } from '../inference/code-kind.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';
import { Moments } from './moments.js';

/** What a data set makes of a latent; its dimensions are flattened, in order. */
export interface LatentStatistics {
  readonly name: string;
  readonly shape: readonly number[];
  /** KL(q(z given x), p(z)) in nats, averaged over the examples. */
  readonly kl: number;
  /** How it was computed: `monteCarlo`, at one draw an example, where there is no closed form. */
  readonly klKind: KlKind;
  /** Of each dimension; undefined where dimensions are not independent. */
  readonly klPerDimension: readonly number[] | undefined;
  /**
   * How many dimensions have a posterior mean whose variance over the examples is above 0.01 (Burda et al. 2016, section 5.2). Of
   * relaxed units it is the mean of what they are drawn to: its probability, not that of a logit or a logarithm.
   */
  readonly activeUnits: number;
  readonly posteriorMeans: { readonly variance: readonly number[] };
  /**
   * What `posteriorMeans` and `activeUnits` are of: for a posterior without a mean, such as a normalizing flow, the value
   * for noise of zero, or a draw.
   */
  readonly codes: CodeKind;
  /** q(z), the mixture of all posteriors, at one draw an example. */
  readonly aggregatePosterior: {
    readonly mean: readonly number[];
    readonly variance: readonly number[];
    /** Between each two dimensions; undefined where there are more than 512. */
    readonly correlation: readonly (readonly number[])[] | undefined;
  };
  /**
   * p(z), the mixture over the examples where other variables decide it; undefined for a prior without a mean or a
   * variance.
   */
  readonly prior: { readonly mean: readonly number[]; readonly variance: readonly number[] } | undefined;
}

export interface LatentStatisticsOptions {
  readonly data: Dataset;
  readonly batchSize: number;
  /** Names the noise; 0 is a seed. */
  readonly seed: number;
  readonly compile?: StepCompiler | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onBatch?: ((done: number, batches: number) => void) | undefined;
}

const ACTIVE = 0.01;

/**
 * How a model uses its latents on a data set, one entry for each that has a posterior and a prior, and is not global.
 *
 * In a hierarchy the posterior means are those at the means of the latents before them.
 *
 * @throws HelmholtzError (`data`) for data that don't fit.
 */
export async function latentStatistics(
  model: LatentVariableModel,
  { data, batchSize, seed, compile = eagerCompiler, signal, onBatch }: LatentStatisticsOptions,
): Promise<LatentStatistics[]> {
  checkData(model, data);
  let counters: Counter[] | undefined;
  const kinds = new Map(model.latents.map((latent) => [latent.name, codeKind(model, latent)]));
  const columns = new BatchFunction(compile, (inputs, noise) => {
    const terms = model.terms(inputs, noise).latents.filter(isLocal);
    const atMeans = model.termsAtPosteriorMeans(inputs).latents.filter(isLocal);
    const rows = inputs[0]!.shape[0];
    counters ??= terms.map((latent) => new Counter(latent, kinds.get(latent.name)!));
    return terms.flatMap((latent, index) =>
      columnsOf(latent, kinds.get(latent.name) === 'draw' ? latent : atMeans[index]!, rows),
    );
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

/** A global latent is the same whatever the example is. */
function isLocal(latent: LatentTerm): latent is VariationalTerm {
  return isVariational(latent) && !latent.examples;
}

const COLUMNS = 5;

/** Of a latent, [batch, dimensions] each: the KL divergence, the posterior's mean or its probabilities, a draw, and the prior's mean and variance. */
function columnsOf(latent: VariationalTerm, atMeans: VariationalTerm, rows: number): Tensor[] {
  const kind = bestKlKind(latent);
  const perElement = klPerElement(latent, kind);
  const flat = (tensor: Tensor): Tensor =>
    reshape(broadcastTo(tensor, [rows, ...latent.shape]), [rows, sizeOf(latent.shape)]);
  const whole = (): Tensor => (kind === 'analytic' ? analyticKl(latent) : monteCarloKl(latent));
  return [
    perElement ? flat(perElement) : reshape(broadcastTo(whole(), [rows]), [rows, 1]),
    flat(atMeans.posterior.probs?.() ?? atMeans.posterior.mean?.() ?? atMeans.value!),
    flat(latent.value!),
    flat(latent.prior.mean?.() ?? zeros([1])),
    flat(latent.prior.variance?.() ?? zeros([1])),
  ];
}

class Counter {
  private readonly name: string;
  private readonly shape: readonly number[];
  private readonly klKind: KlKind;
  private readonly perDimension: boolean;
  private readonly hasPriorMoments: boolean;
  private readonly kl: Moments;
  private readonly posteriorMeans: Moments;
  private readonly draws: Moments;
  private readonly priorMeans: Moments;
  private readonly priorVariances: Moments;

  constructor(
    latent: VariationalTerm,
    private readonly codes: CodeKind,
  ) {
    const size = sizeOf(latent.shape);
    ({ name: this.name, shape: this.shape } = latent);
    this.klKind = bestKlKind(latent);
    this.perDimension = klPerElement(latent, this.klKind) !== undefined;
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
      kl: this.kl.mean.reduce((sum, value) => sum + value, 0),
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
            // The variance of a mixture: that within its parts and that between them.
            variance: this.priorMeans.variance.map((between, index) => between + varianceWithin[index]!),
          }
        : undefined,
    };
  }
}
