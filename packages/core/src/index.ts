export * from './description/index.js';
export * from '@helmholtz/distributions';
export * from '@helmholtz/base';
export { describeModel } from './graph/describe.js';
export type { NamedTensors } from './graph/conditional.js';
export { LatentVariableModel } from './graph/model.js';
export { type AppliedNetwork, type ModelView, type ViewedParts, viewOfTerms } from './graph/model-view.js';
export { OwnedNetwork } from './graph/owned-network.js';
export type { ViewedBatch } from './graph/graph-view.js';
export {
  type DeclaredKl,
  type InputVariable,
  type LatentDivergence,
  type LatentVariable,
  type NoiseVariable,
  type ObservedVariable,
  isGlobal,
} from './graph/variables.js';
export { type Predictions, predict, predictionsProblem } from './evaluation/predictions.js';
export { type PredictionSummary, summarizePredictions } from './evaluation/prediction-summary.js';
export { GraphPlan } from './graph/plan.js';
export { withShapesOnly } from './graph/shapes-only.js';
export * from './graph/roles.js';
export { type ExposureLayer, exposuresOf } from './graph/exposure.js';
export { type LatentTraits, latentTraits } from './graph/latent-traits.js';
export * from './graph/kl-kind.js';
export { klProblem } from './graph/kl-of-latent.js';
export * from './graph/log-densities.js';

export * from './graph/terms.js';
export { checkParts } from './injection/check-parts.js';
export { choose, chooseByName } from './injection/choose.js';
export * from './injection/define-part.js';
export { declareRecipe, denseDeclaration, denseLayers, flat } from './injection/declare-recipe.js';
export { allowingMissing } from './injection/missing-values.js';
export { modelModule } from './injection/model-module.js';
export { catalogueModule, registerParts } from './injection/part-lists.js';
export type { Parts } from './injection/parts-of-package.js';
export type * from './injection/parts.js';
export * from './injection/prior.js';
export * from './injection/recipe.js';
export { catalogue, tokens } from './injection/tokens.js';
export { trainingModule } from './injection/training-module.js';
export { type WeightLimit, withinMemory } from './injection/weight-limit.js';
export { type ElboOptions, elbo } from './objectives/elbo.js';
export {
  type ImportanceWeightedBoundOptions,
  importanceWeightedBound,
} from './objectives/importance-weighted-bound.js';
export {
  type MultiplyImportanceWeightedOptions,
  multiplyImportanceWeighted,
} from './objectives/multiply-importance-weighted.js';
export {
  type CombinedImportanceWeightedOptions,
  combinedImportanceWeighted,
} from './objectives/combined-importance-weighted.js';
export {
  type PartiallyImportanceWeightedOptions,
  partiallyImportanceWeighted,
} from './objectives/partially-importance-weighted.js';
export { type BetaTcVaeOptions, betaTcVae } from './objectives/beta-tc-vae.js';
export { type DipVaeOptions, dipVae } from './objectives/dip-vae.js';
export { type InfoVaeOptions, infoVae } from './objectives/info-vae.js';
export { type KernelOptions } from './objectives/mean-discrepancy.js';
export { type EnumeratedElboOptions, enumeratedElbo } from './objectives/enumerated-elbo.js';
export { type NvilOptions, nvil } from './objectives/nvil.js';
export { type VimcoOptions, vimco } from './objectives/vimco.js';
export { type VectorQuantizationOptions, vectorQuantization } from './objectives/vector-quantization.js';
export { type WaeOptions, wae } from './objectives/wae.js';
export { type RaeOptions, rae } from './objectives/rae.js';
export {
  type AdversarialAutoencoderOptions,
  adversarialAutoencoder,
} from './objectives/adversarial-autoencoder.js';
export { type FactorVaeOptions, factorVae } from './objectives/factor-vae.js';
export { type LikelihoodFreeOptions, likelihoodFree } from './objectives/likelihood-free.js';
export {
  type AdversarialVariationalBayesOptions,
  adversarialVariationalBayes,
} from './objectives/adversarial-variational-bayes.js';
export { type StratifiedElboOptions, stratifiedElbo } from './objectives/stratified-elbo.js';
export { type SubsampledElboOptions, subsampledElbo } from './objectives/subsampled-elbo.js';
export { type LikelihoodWeights } from './objectives/modalities.js';
export { type SemiSupervisedVaeOptions, semiSupervisedVae } from './objectives/semi-supervised-vae.js';
export type * from './objectives/objective.js';
export { phasesOf } from './objectives/objective.js';
export { phaseUses } from './objectives/phase-uses.js';
export { type CodeKind, codeKind, codeNote } from './inference/code-kind.js';
export { meanNote, priorMeanNote } from './inference/mean-or-draw.js';
export { checkDistributions } from './objectives/check-distributions.js';
export * as coreParts from './parts.js';
export { type Metrics, type MetricsRow, lossApart } from './run/metrics-row.js';
export type { PartialMean, StoredTensors, TrainingSnapshot } from './run/snapshot.js';
export * from './spec/index.js';
export type { Batch, PartBatch } from './training/batch.js';
export { drawNoise } from './training/noise-tensors.js';
export type { BatchInput } from './training/data-tensor.js';
export {
  type BatchSize,
  type DatasetInParts,
  type TrainingData,
  examplesByPart,
  numberOfExamples,
  wholeBatchSize,
} from './training/data-parts.js';
export type { PartsFeed, TrainingFeed, WholeFeed } from './training/data-parts.js';
export type { ReadyPhase } from './training/ready-phases.js';
export type * from './training/callback.js';
export type {
  DataVariable,
  Dataset,
  JointDataset,
  SingleDataset,
  UniformSource,
} from './training/dataset.js';
export { sizeOf } from './training/dataset.js';
export { compiledStep } from './training/compiled-step.js';
export { debugNumerics } from './training/debug-numerics.js';
export { createEagerStep } from './training/eager-step.js';
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './training/early-stopping.js';
export {
  type EvaluateOptions,
  type MetricEstimates,
  estimateMetrics,
  evaluate,
} from './training/evaluate.js';
export { firstExamples, labelledExamples } from './training/hold-out.js';
export { type Feed, type FedVariable, LABEL, arrayInput } from './training/feed.js';
export type { HostTensor } from './training/host-tensor.js';
export { createOptimizer } from './training/optimizers.js';
export type { CheckpointOptions } from './training/recorder.js';
export { restoreAssembly } from './training/restore-assembly.js';
export { type LearningRateSchedule, createSchedule } from './training/schedules.js';
export { type DataParts, splitData } from './training/split-data.js';
export type * from './training/step-compiler.js';
export type * from './training/step.js';
export {
  type Assembly,
  type TrainAssemblyOptions,
  type TrainedAssembly,
  trainAssembly,
} from './training/train-assembly.js';
export type * from './training/train-options.js';
export { train } from './training/train.js';
export { copiesOfWeights } from './training/training-memory.js';
export { type WeightValues, readWeights, writeWeights } from './training/weights.js';
export { type Examples, type NamedExamples, inBatches, readExamples } from './inference/examples.js';
export {
  type ChooseConditionsOptions,
  chooseConditions,
  conditionsOf,
  readInputs,
} from './inference/conditions.js';
export {
  decodedDraws,
  decodedMeans,
  posteriorMeans,
  priorDraws,
  priorMeans,
} from './inference/latent-codes.js';
export { posteriorDraws } from './inference/posterior-draws.js';
export {
  type ManifoldAxes,
  type ManifoldGrid,
  type Range,
  manifoldCoordinates,
  manifoldGrid,
} from './inference/latent-paths.js';
export { type PathKind, interpolateCodes } from './inference/interpolate-codes.js';
export { type ImputeOptions, impute } from './inference/impute.js';
export { type Reconstructions, reconstruct } from './inference/reconstruct.js';
export { discreteBound } from './evaluation/discrete-bound.js';
export { type ClassificationSummary, type ClassifyOptions, classify } from './evaluation/classify.js';
export { bitsPerDim, bitsPerDimProblem } from './evaluation/bits-per-dim.js';
export {
  type ImportanceSamplingOptions,
  type NllEstimate,
  estimateNll,
  nllProblem,
} from './evaluation/importance-sampling.js';
export {
  type AnnealedEstimate,
  type AnnealedOptions,
  type ExampleNll,
  annealedProblem,
  estimateAnnealedNll,
} from './evaluation/annealed-importance-sampling.js';
export { type ExampleScores, scoreExamples } from './evaluation/score-examples.js';
export {
  type CodeInformation,
  type CodeInformationOptions,
  type MeanWithError,
  codeInformation,
  codeInformationProblem,
} from './evaluation/code-information.js';
export type { FactorInformation } from './evaluation/factor-information.js';
export {
  type LatentStatistics,
  type LatentStatisticsOptions,
  latentStatistics,
} from './evaluation/latent-statistics.js';
export { compilerWithFallback, eagerCompiler } from './training/eager-compiler.js';
