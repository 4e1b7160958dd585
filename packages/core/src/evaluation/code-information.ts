import { HelmholtzError, itemAt } from '@helmholtz/base';
import { type Tensor, add, concat, dispose, sub, sum, tensor, tidy } from '@tensorflow/tfjs-core';

import { latentTraits } from '../graph/latent-traits.js';
import { logPosterior, logPrior } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { type VariationalTerm, isVariational } from '../graph/terms.js';
import { checkLatents } from '../objectives/check-latents.js';
import { aggregateDensities, pairwiseDensities } from '../objectives/total-correlation.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { toTensor } from '../training/host-tensor.js';
import { type FactorInformation, factorInformation, sameClass } from './factor-information.js';
import { standardErrorOf } from './standard-error.js';

/** A mean over draws, with its standard error. */
export interface MeanWithError {
  readonly mean: number;
  readonly standardError: number;
}

/** What the codes of examples tell, in nats. */
export interface CodeInformation {
  /** Number of examples, M, whose posteriors make the aggregate posterior q(z). */
  readonly examples: number;
  /** KL(q(z, n), q(z) p(n)) of the code and the index of its example; at most log M. */
  readonly indexCodeMutualInformation: MeanWithError;
  /** KL(q(z), product of q(z_d)): 0 if the dimensions of the code are independent. */
  readonly totalCorrelation: MeanWithError;
  /** Sum over d of KL(q(z_d), p(z_d)). */
  readonly dimensionWiseKl: MeanWithError;
  /** Information of each dimension on each factor, by its name. */
  readonly factors: Readonly<Record<string, FactorInformation>>;
}

/** Options of `codeInformation`. */
export interface CodeInformationOptions {
  readonly data: Dataset;
  /** Seed of the noise; 0 is a valid seed. */
  readonly seed: number;
  /** Most examples. The work grows with their square. 1000 by default. */
  readonly examples?: number | undefined;
  /** Classes of the examples by factor, whole numbers; -1 for an unknown class. */
  readonly factors?: Readonly<Record<string, ArrayLike<number>>> | undefined;
}

const MOST_EXAMPLES = 1000;
/** Limit of the elements of a tensor. */
const MOST_ELEMENTS = 2 ** 22;

/**
 * Divides the KL divergence of the codes into mutual information, total correlation and
 * dimension-wise KL divergence (Hoffman and Johnson 2016; Chen et al. 2018, equation 2), with one
 * draw of the code for each example. The aggregate posterior is the mixture of the posteriors of
 * the same examples. The three means add up to the estimated KL divergence.
 *
 * @throws HelmholtzError (`graph`) for latents without these quantities: see
 *   `codeInformationProblem`; (`data`) for data that do not fit.
 *
 * @example
 * ```ts
 * import { codeInformation } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const { indexCodeMutualInformation } = await codeInformation(model, { data, seed: 0 });
 * console.log(indexCodeMutualInformation.mean <= Math.log(2)); // true
 * ```
 */
export async function codeInformation(
  model: LatentVariableModel,
  { data, seed, examples = MOST_EXAMPLES, factors = {} }: CodeInformationOptions,
): Promise<CodeInformation> {
  checkModel(model);
  checkData(model, data);
  const count = Math.min(examples, data.size);
  const classes = Object.entries(factors).map(
    ([name, values]) => [name, Array.from(values).slice(0, count)] as const,
  );
  for (const [name, values] of classes) checkFactor(name, values, count);
  const [batch] = new BatchReader(model, data, count, seed).ordered('evaluation');
  const fed = [batch!.inputs, batch!.noise].map((tensors) => tensors.map(toTensor));
  try {
    const parts = tidy(() => {
      const latents = model.terms(itemAt(fed, 0), itemAt(fed, 1)).latents.filter(isVariational);
      return partsOf(latents, count, classes);
    });
    const columns = await Promise.all(parts.map((part) => part.array()));
    dispose(parts);
    const [information, correlation, divergence] = columns as number[][];
    const [logMarginals, ...logConditionals] = columns.slice(3) as number[][][];
    return {
      examples: count,
      indexCodeMutualInformation: meanOf(information!),
      totalCorrelation: meanOf(correlation!),
      dimensionWiseKl: meanOf(divergence!),
      factors: Object.fromEntries(
        classes.map(([name, values], index) => [
          name,
          factorInformation(values, logMarginals!, itemAt(logConditionals, index)),
        ]),
      ),
    };
  } finally {
    dispose(fed.flat());
  }
}

/**
 * Returns the reason why `codeInformation` refuses a model, as one line; undefined if it does not.
 *
 * @example
 * ```ts
 * import { codeInformationProblem } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(codeInformationProblem(buildModel(defaultSpec('vae', [4])))); // undefined
 * ```
 */
export function codeInformationProblem(model: LatentVariableModel): string | undefined {
  try {
    checkModel(model);
    return undefined;
  } catch (error) {
    if (!(error instanceof HelmholtzError)) throw error;
    return error.message;
  }
}

/** Without this check, a factor without classes would have an information of NaN. */
function checkFactor(name: string, classes: readonly number[], examples: number): void {
  if (classes.length < examples) {
    throw new HelmholtzError(
      'data',
      `The factor "${name}" has classes of ${classes.length} examples, but ${examples} are measured.`,
      { hint: 'Give a class for each example, -1 for an unknown one.' },
    );
  }
  if (classes.some((value) => value >= 0)) return;
  throw new HelmholtzError(
    'data',
    `The class of the factor "${name}" is unknown for all ${examples} measured examples.`,
    { hint: 'Leave the factor out, or give the classes of some examples.' },
  );
}

function checkModel({ latents }: LatentVariableModel): void {
  const traits = latents.flatMap((latent) => latentTraits(latent) ?? []);
  checkLatents('The mutual information of codes', traits, {
    independentPosteriors: true,
    independentElements: true,
    posteriorDensity: true,
  });
}

/**
 * Returns the three parts of the KL divergence at each draw, [draws]; log q(z_d), [draws,
 * dimensions]; and for each factor log q(z_d) among the examples of the draw's class.
 */
function partsOf(
  latents: readonly VariationalTerm[],
  count: number,
  factors: readonly (readonly [name: string, classes: readonly number[]])[],
): Tensor[] {
  const total = (densityOf: (latent: VariationalTerm) => Tensor): Tensor =>
    latents.map(densityOf).reduce((all, density) => add(all, density));
  const dimensions = latents.reduce((size, { shape }) => sizeOf(shape) + size, 0);
  const rows = Math.max(1, Math.floor(MOST_ELEMENTS / (count * dimensions)));
  const chunks = Array.from({ length: Math.ceil(count / rows) }, (_, index) =>
    tidy(() => {
      const [start, end] = [index * rows, Math.min((index + 1) * rows, count)];
      const densities = pairwiseDensities(latents, count, { start, end });
      const { logAggregate, logMarginals } = aggregateDensities(densities, tensor(-Math.log(count)));
      const ofClass = factors.map(([, classes]) => {
        const logWeights = tensor(sameClass(classes, start, end));
        return aggregateDensities(densities, logWeights).logMarginals;
      });
      return [logAggregate, logMarginals, ...ofClass];
    }),
  );
  const columns = itemAt(chunks, 0).map((_, column) =>
    concat(
      chunks.map((chunk) => itemAt(chunk, column)),
      0,
    ),
  );
  const [logAggregate, logMarginals, ...ofClass] = columns as [Tensor, Tensor, ...Tensor[]];
  const logProduct = sum(logMarginals, 1);
  return [
    sub(total(logPosterior), logAggregate),
    sub(logAggregate, logProduct),
    sub(logProduct, total(logPrior)),
    logMarginals,
    ...ofClass,
  ];
}

function meanOf(values: readonly number[]): MeanWithError {
  const mean = values.reduce((all, value) => all + value, 0) / values.length;
  return { mean, standardError: standardErrorOf(values, mean) };
}
