import { itemAt } from '@helmholtz/base';
import {
  type ClassificationSummary,
  isInNats,
  type LatentStatistics,
  type Metrics,
  type NllEstimate,
  type PredictionSummary,
} from '@helmholtz/core';
import { share } from '@helmholtz/datasets';

import type { DiscreteModel } from './discrete-model.js';
import type { Evaluation, MissingCounts } from './evaluation.js';
import type { AnnealedNll } from './annealed-nll.js';
import type { InDataUnits } from './data-units.js';
import { codesTable } from './codes-table.js';
import { table } from './table.js';

/**
 * Returns an evaluation as text: a table of metrics, then tables of the test set.
 *
 * @example
 * ```ts
 * import { evaluateRun, evaluationTables } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const evaluation = await evaluateRun(run, { importanceSamples: 0, examples: 50 });
 * console.log(evaluationTables(evaluation).startsWith('nats an example')); // true
 * ```
 */
export function evaluationTables(evaluation: Evaluation): string {
  const { metrics, standardErrors, set, importanceSampling, predictions, inDataUnits, discreteModel } =
    evaluation;
  const { annealedImportanceSampling, classification, latents, codes, missing } = evaluation;
  const tables = metricsTables(metrics, standardErrors);
  if (importanceSampling && predictions) tables.push(predictionsTable(set, importanceSampling, predictions));
  else if (importanceSampling) tables.push(nllTable(set, importanceSampling, importanceSampling.bitsPerDim));
  if (annealedImportanceSampling) tables.push(annealedTable(set, annealedImportanceSampling));
  if (discreteModel) tables.push(discreteTable(set, discreteModel));
  if (inDataUnits) tables.push(unitsLine(set, inDataUnits));
  if (classification) tables.push(classificationTable(set, classification));
  if (latents) tables.push(latentsTable(set, latents));
  if (codes) tables.push(codesTable(set, codes));
  if (missing) tables.push(missingLine(set, missing));
  return tables.join('\n\n');
}

type WithBits = NonNullable<DiscreteModel['importanceSampling']>;

/** The bound and the log-likelihood with exact draws in place of relaxed ones. */
function discreteTable(set: string, { metrics, standardErrors, importanceSampling }: DiscreteModel): string {
  const terms = Object.entries(metrics).map(([name, value]) => [name, estimate(value, standardErrors[name])]);
  const sampled = importanceSampling ? nllRows(importanceSampling) : [];
  return table(['discrete model, nats an example', set], [...terms, ...sampled]);
}

function nllRows({ nll, standardError, samples, bitsPerDim }: WithBits): string[][] {
  const rows = [[`nll, ${samples} samples`, estimate(nll, standardError)]];
  return bitsPerDim === undefined ? rows : [...rows, ['bitsPerDim', bitsPerDim.toFixed(4)]];
}

function unitsLine(set: string, { nelbo, nll }: InDataUnits): string {
  const numbers = Object.entries({ nelbo, nll }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value.toFixed(3)}`],
  );
  return `in the units of the data, ${set}: ${numbers.join(', ')}`;
}

function missingLine(set: string, { values, ofValues, labels, ofLabels }: MissingCounts): string {
  const counts = [
    ...(values > 0 ? [`${values} of ${ofValues} values, ${share(values, ofValues)}`] : []),
    ...(labels > 0 ? [`${labels} of ${ofLabels} labels, ${share(labels, ofLabels)}`] : []),
  ];
  return `missing, ${set}: ${counts.join('; ')}`;
}

/** The metrics in nats, then in a table of their own those of other units. */
function metricsTables(
  sets: Readonly<Record<string, Metrics>>,
  errors: Readonly<Record<string, Metrics>>,
): string[] {
  const names = [...new Set(Object.values(sets).flatMap((metrics) => Object.keys(metrics)))];
  const tables = [
    ['nats an example', names.filter(isInNats)],
    ['means over examples', names.filter((name) => !isInNats(name))],
  ] as const;
  return tables
    .filter(([, metrics]) => metrics.length > 0)
    .map(([title, metrics]) => table([title, ...Object.keys(sets)], metrics.map(rowOf)));

  function rowOf(name: string): string[] {
    return [
      name,
      ...Object.entries(sets).map(([set, metrics]) => estimate(metrics[name], errors[set]?.[name])),
    ];
  }
}

/** A number with its standard error: `97.312 ± 0.120`. */
function estimate(value: number | undefined, error: number | undefined, digits = 3): string {
  if (value === undefined) return '';
  return error === undefined ? value.toFixed(digits) : `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

function nllTable(set: string, estimate: NllEstimate, bits: number | undefined): string {
  const { nll, standardError, examples, samples } = estimate;
  const header = [`importance sampling, ${samples} samples for each of ${examples} examples`, set];
  return table(header, [
    ['nll', nll.toFixed(3)],
    ['its standard error', standardError.toFixed(3)],
    ['bitsPerDim', bits?.toFixed(4) ?? 'none: values have no probabilities'],
  ]);
}

function annealedTable(set: string, estimate: AnnealedNll): string {
  const { nll, standardError, chainError, acceptance, examples, temperatures, chains, bitsPerDim } = estimate;
  const sampling = `${temperatures} temperatures, ${chains} chains for each of ${examples} examples`;
  return table(
    [`annealed importance sampling, ${sampling}`, set],
    [
      ['nll', nll.toFixed(3)],
      ['its standard error', standardError.toFixed(3)],
      ['its standard error over chains', chainError.toFixed(3)],
      ['accepted transitions', acceptance.toFixed(3)],
      ['bitsPerDim', bitsPerDim?.toFixed(4) ?? 'none: values have no probabilities'],
    ],
  );
}

/**
 * Predictions of a regression, averaged over draws of its weights. Classes have no bits per
 * element.
 */
function predictionsTable(
  set: string,
  { nll, standardError, samples }: NllEstimate,
  summary: PredictionSummary,
): string {
  const { variable, examples, accuracy, accuracyStandardError, right, wrong } = summary;
  const uncertainty = (kind: 'entropy' | 'weightUncertainty'): string =>
    [right, wrong].map((means) => means?.[kind].toFixed(3) ?? 'none').join(' / ');
  return table(
    [`predictions of ${variable}, ${samples} draws for each of ${examples} examples`, set],
    [
      ['nll', nll.toFixed(3)],
      ['its standard error', standardError.toFixed(3)],
      ['accuracy', estimate(accuracy, accuracyStandardError, 4)],
      ['entropy of right / wrong predictions', uncertainty('entropy')],
      ['weight uncertainty of right / wrong predictions', uncertainty('weightUncertainty')],
    ],
  );
}

function classificationTable(
  set: string,
  { variable, examples, accuracy, calibrationError }: ClassificationSummary,
): string {
  return table(
    [`classification of ${variable}, ${examples} labelled examples`, set],
    [
      ['accuracy', accuracy.toFixed(4)],
      ['expected calibration error', calibrationError.toFixed(4)],
    ],
  );
}

/**
 * The latents, then the dimensions of each latent whose dimensions have a KL divergence of their
 * own.
 */
function latentsTable(set: string, latents: readonly LatentStatistics[]): string {
  const header = [`latents, ${set}`, 'kl', 'activeUnits', 'mean of q(z)', 'variance', 'correlation'];
  const rows = latents.map(({ name, kl, klKind, activeUnits, posteriorMeans, aggregatePosterior }) => {
    const { mean, variance, correlation } = aggregatePosterior;
    return [
      name,
      kl === undefined ? 'none' : `${kl.toFixed(3)}${klKind === 'analytic' ? '' : ' (estimated)'}`,
      `${activeUnits} of ${posteriorMeans.variance.length}`,
      range(mean),
      range(variance),
      correlation && mean.length > 1 ? `up to ${greatest(correlation).toFixed(2)}` : '',
    ];
  });
  const priors = latents.map(({ name, prior }) => [
    `${name}, prior`,
    '',
    '',
    prior ? range(prior.mean) : 'none',
    prior ? range(prior.variance) : 'none',
  ]);
  return [
    table(
      header,
      rows.flatMap((row, index) => [row, itemAt(priors, index)]),
    ),
    ...latents.flatMap(dimensionsTable),
  ].join('\n\n');
}

/** Dimensions in a table for people. */
const MOST_DIMENSIONS = 20;

function dimensionsTable({
  name,
  klPerDimension,
  posteriorMeans,
  aggregatePosterior,
}: LatentStatistics): string[] {
  if (!klPerDimension || klPerDimension.length < 2) return [];
  const order = klPerDimension
    .map((_, index) => index)
    .sort((a, b) => itemAt(klPerDimension, b) - itemAt(klPerDimension, a));
  const shownDimensions = order.slice(0, MOST_DIMENSIONS);
  const rows = shownDimensions.map((index) => [
    `${name}[${index + 1}]`,
    itemAt(klPerDimension, index).toFixed(3),
    itemAt(posteriorMeans.variance, index).toFixed(3),
    itemAt(aggregatePosterior.mean, index).toFixed(3),
    itemAt(aggregatePosterior.variance, index).toFixed(3),
  ]);
  const hiddenCount = order.length - shownDimensions.length;
  const more = hiddenCount > 0 ? `\n... and ${hiddenCount} more with less.` : '';
  return [table(['dimension', 'kl', 'variance of posterior means', 'mean of q(z)', 'variance'], rows) + more];
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length === 1 ? least.toFixed(2) : `${least.toFixed(2)} to ${most.toFixed(2)}`;
}

function greatest(correlation: readonly (readonly number[])[]): number {
  return Math.max(...correlation.flatMap((row, i) => row.filter((_, j) => j < i).map(Math.abs)));
}
