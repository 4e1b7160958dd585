import type {
  ClassificationSummary,
  CodeInformation,
  LatentStatistics,
  Metrics,
  NllEstimate,
  PredictionSummary,
} from '@helmholtz/core';

import type { AnnealedNll } from './annealed-nll.js';
import type { InDataUnits } from './data-units.js';
import type { DiscreteModel } from './discrete-model.js';
import type { Omitted } from './omitted.js';

/** Numbers of missing values and labels of a set. */
export interface MissingCounts {
  readonly values: number;
  /** Number of all values. */
  readonly ofValues: number;
  readonly labels: number;
  /** Number of all labels. */
  readonly ofLabels: number;
}

/** Numbers that are each a mean over examples. */
export interface Evaluation {
  /** Metrics of the objective by set: `train`, `test`, and `validation` if there is one. */
  readonly metrics: Readonly<Record<string, Metrics>>;
  /** Standard errors over examples, by set and metric. Metrics that compare examples have none. */
  readonly standardErrors: Readonly<Record<string, Metrics>>;
  /** Name of the set of all other numbers: `test`. */
  readonly set: string;
  /** Negative log-likelihood by importance sampling, or of the predictions of a regression. */
  readonly importanceSampling?: NllEstimate & { readonly bitsPerDim: number | undefined };
  /** Negative log-likelihood by annealed importance sampling. */
  readonly annealedImportanceSampling?: AnnealedNll;
  /** The bound and nll of the set as densities in the units of the data, if it is standardized. */
  readonly inDataUnits?: InDataUnits;
  /** Numbers of the discrete model of relaxed latents, on the set. */
  readonly discreteModel?: DiscreteModel;
  readonly predictions?: PredictionSummary;
  /** Accuracy and calibration of the objective's classifier. */
  readonly classification?: ClassificationSummary;
  readonly latents?: readonly LatentStatistics[];
  /** Information in the codes of at most 1000 examples; factor `label` if there are classes. */
  readonly codes?: CodeInformation;
  /** Missing values and labels of the set; undefined for none. */
  readonly missing?: MissingCounts;
  /** Why a part is missing, in one sentence each. */
  readonly omitted: Omitted;
  readonly seconds: number;
  readonly stepsPerSecond: number;
}
