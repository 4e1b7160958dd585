export { type EvaluateRunOptions, evaluateRun } from './evaluation/evaluate-run.js';
export type { Evaluation } from './evaluation/evaluation.js';
export type { Omitted } from './evaluation/omitted.js';
export { evaluationTables } from './evaluation/tables.js';
export { type CodeSource, type CodeSourceOptions, codeSources } from './codes/code-source.js';
export type { RunWithCodes } from './codes/training-codes.js';
export {
  conditionsNote,
  readsExamples,
  type UsedCondition,
  type WithConditions,
} from './conditions/conditions.js';
export type { GivenOptions } from './conditions/given-grid.js';
export type { Given, GivenValue } from './conditions/given-value.js';
export { embeddingFiles } from './files/embedding-files.js';
export { examplesNpy, fileName } from './files/examples-npy.js';
export { rowsAsText } from './files/rows-as-text.js';
export { type Completed, type ImputeRunOptions, impute } from './generating/impute.js';
export { type ReconstructOptions, type Reconstructed, reconstruct } from './generating/reconstruct.js';
export type { Sampled, SampleOptions } from './generating/sampled.js';
export { type SampledPiece, sample, samplePieces } from './generating/sample.js';
export { isImages, isMatrix, isSeries } from './images/to-images.js';
export { type EmbedOptions, type Embedding, embed } from './latent-space/embed.js';
export {
  INTERPOLATION_STEPS,
  type InterpolateOptions,
  type Interpolation,
  interpolate,
} from './latent-space/interpolate.js';
export { MANIFOLD_SIDE, type ManifoldOptions, manifold } from './latent-space/manifold.js';
export { type TraverseOptions, traverse } from './latent-space/traverse.js';
export { type Report, type ReportOptions, report, writeReport } from './report/report.js';
export type { TrainingRecord } from './report/training-record.js';
export { type SpecWithMissing, chooseMissing } from './run/choose-missing.js';
export { lookFigure, lookHtml, lookText } from './look/look-text.js';
export { type DeclaredModel, declaredModel } from './run/declared-model.js';
export { type FittedSpec, fitSpec } from './run/fit-spec.js';
export { proposedColumns } from './run/proposed-likelihoods.js';
export { lookBeforeTraining } from './run/look-before-training.js';
export { type CountInputs, chooseNetworkInput } from './run/choose-network-input.js';
export { type StandardizedData, chooseStandardize } from './run/choose-standardize.js';
export { type ScoreOptions, type Scores, score } from './scoring/score.js';
export { scoresCsv } from './scoring/scores-csv.js';
export { type ThresholdOptions, thresholdOf } from './scoring/threshold.js';
export { type LoadDataOptions, loadData } from './run/load-data.js';
export { fittedSummary, fittedText } from './fitted/fitted-tables.js';
export { fittedOfRun } from './run/fitted-of-run.js';
export { type OpenRunOptions, type OpenedRun, openRun } from './run/open-run.js';
export type { TrainedRun } from './run/trained-run.js';
export { unusedOption } from './run/unused-option.js';
export type { Progress, WorkOptions } from './run/work-options.js';
