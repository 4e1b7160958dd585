import { type Scalar, type Tensor, add, mean, mul, neg, reshape, scalar, sub } from '@tensorflow/tfjs-core';

import { logLikelihood } from '../graph/log-densities.js';
import { type ModelTerms, type VariationalTerm, isVariational } from '../graph/terms.js';

/** Terms of a bound on log p(x), each [batch] or [samples, batch], in nats. */
export interface BoundTerms {
  /** log p(x given z) of each observed variable. */
  readonly logLikelihoods: readonly { readonly observed: string; readonly logLikelihood: Tensor }[];
  /** KL(q(z given x), p(z)), or its estimate at a draw, of each latent with a prior. */
  readonly divergences: readonly { readonly latent: string; readonly kl: Tensor }[];
  /** Weight of each example, [batch]; all equal by default. */
  readonly weights?: Tensor | undefined;
}

/**
 * Returns the terms of a bound.
 *
 * @param divergence returns KL(q(z given x), p(z)) of a latent.
 */
export function boundTerms(
  { latents, observed, weights }: ModelTerms,
  divergence: (latent: VariationalTerm) => Tensor,
): BoundTerms {
  return {
    logLikelihoods: observed.map((term) => ({ observed: term.name, logLikelihood: logLikelihood(term) })),
    divergences: latents
      .filter(isVariational)
      .map((latent) => ({ latent: latent.name, kl: divergence(latent) })),
    weights,
  };
}

/** Sums of the terms, averaged over samples and batch, and the metrics of every bound. */
export interface AveragedTerms {
  readonly expectedLogLikelihood: Scalar;
  readonly kl: Scalar;
  /**
   * `nelbo`, `expectedLogLikelihood`, and `kl` if latents have a prior. Then `kl/<latent>` for each
   * latent with a prior, and `expectedLogLikelihood/<observed>` for each observed variable.
   */
  readonly metrics: Readonly<Record<string, Scalar>>;
  /** Values of each example for every metric, not averaged. */
  readonly perExample: () => Readonly<Record<string, Tensor>>;
}

/** Returns the sums of the terms, averaged over samples and batch. */
export function averaged({ logLikelihoods, divergences, weights }: BoundTerms): AveragedTerms {
  const perObserved = logLikelihoods.map(
    ({ observed, logLikelihood: values }) =>
      [`expectedLogLikelihood/${observed}`, average(values, weights)] as const,
  );
  const expectedLogLikelihood = total(perObserved.map(([, value]) => value));
  const perLatent = divergences.map(({ latent, kl }) => [`kl/${latent}`, average(kl, weights)] as const);
  const kl = total(perLatent.map(([, value]) => value));
  return {
    expectedLogLikelihood,
    kl,
    metrics: {
      nelbo: add(neg(expectedLogLikelihood), kl),
      expectedLogLikelihood,
      ...(perLatent.length === 0 ? {} : { kl }),
      ...Object.fromEntries(perLatent),
      ...sumsByName(perObserved),
    },
    perExample: () => valuesOfExamples({ logLikelihoods, divergences }),
  };
}

/** Log-likelihoods, averaged over samples and batch, of an objective that has no bound. */
export function averagedLikelihoods(
  observed: ModelTerms['observed'],
): Pick<AveragedTerms, 'expectedLogLikelihood' | 'metrics' | 'perExample'> {
  const { expectedLogLikelihood, metrics, perExample } = averaged({
    logLikelihoods: observed.map((term) => ({ observed: term.name, logLikelihood: logLikelihood(term) })),
    divergences: [],
  });
  return {
    expectedLogLikelihood,
    metrics: withoutBound(metrics),
    perExample: () => withoutBound(perExample()),
  };
}

function withoutBound<Value>({
  nelbo: _bound,
  ...metrics
}: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return metrics;
}

/** Values of each example for the metrics of a bound. */
function valuesOfExamples({ logLikelihoods, divergences }: BoundTerms): Record<string, Tensor> {
  const perObserved = logLikelihoods.map(
    ({ observed, logLikelihood: values }) =>
      [`expectedLogLikelihood/${observed}`, overSamples(values)] as const,
  );
  const perLatent = divergences.map(({ latent, kl }) => [`kl/${latent}`, overSamples(kl)] as const);
  const expectedLogLikelihood = total(perObserved.map(([, value]) => value));
  const kl = total(perLatent.map(([, value]) => value));
  return {
    nelbo: sub(kl, expectedLogLikelihood),
    expectedLogLikelihood,
    ...(perLatent.length === 0 ? {} : { kl }),
    ...Object.fromEntries(perLatent),
    ...sumsByName(perObserved),
  };
}

/** Mean over the samples, if there are several. */
export function overSamples(values: Tensor): Tensor {
  return values.rank > 1 ? mean(values, 0) : values;
}

/** A variable that occurs twice in a graph has the sum of its terms. */
function sumsByName<Value extends Tensor>(
  terms: readonly (readonly [name: string, value: Value])[],
): Record<string, Value> {
  const sums: Record<string, Value> = {};
  for (const [name, value] of terms) sums[name] = Object.hasOwn(sums, name) ? add(sums[name]!, value) : value;
  return sums;
}

/**
 * Returns the logarithms of importance weights, [samples, batch]. The divergences must be estimated
 * at each draw:
 *
 *     log w = log p(x given z) + beta (log p(z) - log q(z given x)),   z ~ q
 *
 * With a beta of 1, log p(x) = log E[w] (Burda et al. 2016, equation 8).
 */
export function logImportanceWeights(
  { logLikelihoods, divergences }: BoundTerms,
  beta: Scalar | number = 1,
): Tensor {
  const sum = logLikelihoods.reduce<Tensor>((all, { logLikelihood: term }) => add(all, term), scalar(0));
  const weights = divergences.reduce<Tensor>((all, { kl }) => sub(all, mul(kl, beta)), sum);
  // Without draws all samples are equal.
  return weights.rank === 1 ? reshape(weights, [1, ...weights.shape]) : weights;
}

/**
 * Mean over the batch, and over the samples if there are several.
 *
 * @param weights weight of each example, [batch], with a mean of 1 over the data.
 */
export function average(values: Tensor, weights?: Tensor): Scalar {
  return mean(weights ? mul(values, weights) : values);
}

function total<Value extends Tensor>(terms: readonly Value[]): Value {
  return terms.reduce<Value>((sum, term) => add(sum, term), scalar(0) as Tensor as Value);
}
