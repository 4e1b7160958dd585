import { AddExposure } from './add-exposure.js';
import { ChangeOfVariables } from './change-of-variables.js';
import { DrawWithLogProb } from './draw-with-log-prob.js';
import { Draw } from './draw.js';
import { MixtureOfExperts } from './experts/mixture-of-experts.js';
import { ModalityPresent } from './experts/modality-present.js';
import { ProductOfExperts } from './experts/product-of-experts.js';
import { FillMissing } from './fill-missing.js';
import { NormalizingFlow } from './flows/normalizing-flow.js';
import { FlowWeights } from './flows/flow-weights.js';
import { KLDivergence } from './kl-divergence.js';
import { LatentDense } from './latent-dense.js';
import { Latent } from './latent.js';
import { BernoulliLikelihood, bernoulliPart } from './likelihoods/bernoulli.js';
import { BetaLikelihood, betaPart } from './likelihoods/beta.js';
import { CategoricalLikelihood, categoricalPart } from './likelihoods/categorical.js';
import {
  ContinuousBernoulliLikelihood,
  continuousBernoulliPart,
} from './likelihoods/continuous-bernoulli.js';
import {
  DiscretizedLogisticLikelihood,
  discretizedLogisticPart,
} from './likelihoods/discretized-logistic.js';
import { FlowLikelihood, flowPart } from './likelihoods/flow.js';
import { HeterogeneousLikelihood, heterogeneousPart } from './likelihoods/heterogeneous.js';
import {
  HurdleNegativeBinomialLikelihood,
  hurdleNegativeBinomialPart,
} from './likelihoods/hurdle-negative-binomial.js';
import { HurdlePoissonLikelihood, hurdlePoissonPart } from './likelihoods/hurdle-poisson.js';
import { GammaLikelihood, gammaPart } from './likelihoods/gamma.js';
import { LaplaceLikelihood, laplacePart } from './likelihoods/laplace.js';
import { LogNormalLikelihood, logNormalPart } from './likelihoods/log-normal.js';
import { MultivariateNormalLikelihood, multivariateNormalPart } from './likelihoods/multivariate-normal.js';
import { NegativeBinomialLikelihood, negativeBinomialPart } from './likelihoods/negative-binomial.js';
import { NormalLikelihood, normalPart } from './likelihoods/normal.js';
import { NormalMixtureLikelihood, normalMixturePart } from './likelihoods/normal-mixture.js';
import { OrdinalLikelihood, ordinalPart } from './likelihoods/ordinal.js';
import { PoissonLikelihood, poissonPart } from './likelihoods/poisson.js';
import { StudentTLikelihood, studentTPart } from './likelihoods/student-t.js';
import { TruncatedNormalLikelihood, truncatedNormalPart } from './likelihoods/truncated-normal.js';
import { VonMisesLikelihood, vonMisesPart } from './likelihoods/von-mises.js';
import {
  ZeroInflatedLogNormalLikelihood,
  zeroInflatedLogNormalPart,
} from './likelihoods/zero-inflated-log-normal.js';
import {
  ZeroInflatedNegativeBinomialLikelihood,
  zeroInflatedNegativeBinomialPart,
} from './likelihoods/zero-inflated-negative-binomial.js';
import {
  ZeroInflatedPoissonLikelihood,
  zeroInflatedPoissonPart,
} from './likelihoods/zero-inflated-poisson.js';
import { LogVarianceToScale } from './log-variance-to-scale.js';
import { NoiseInput } from './noise-input.js';
import { Parameter } from './parameter.js';
import { bernoulliPosterior } from './posteriors/bernoulli.js';
import { categoricalPosterior } from './posteriors/categorical.js';
import { dirichletPosterior } from './posteriors/dirichlet.js';
import { flowPosterior } from './posteriors/flow.js';
import { lowRankNormalPosterior } from './posteriors/low-rank-normal.js';
import { implicitPosterior } from './posteriors/implicit.js';
import { multivariateNormalPosterior } from './posteriors/multivariate-normal.js';
import { mixtureOfExpertsPosterior, mixtureOfProductsPosterior } from './posteriors/mixture-of-experts.js';
import { normalPosterior } from './posteriors/normal.js';
import { PrecisionWeighted, precisionWeightedPosterior } from './posteriors/precision-weighted.js';
import { productOfExpertsPosterior } from './posteriors/product-of-experts.js';
import { scalarQuantizedPosterior } from './posteriors/scalar-quantized.js';
import { vectorQuantizedPosterior } from './posteriors/vector-quantized.js';
import { vonMisesFisherPosterior } from './posteriors/von-mises-fisher.js';
import { relaxedBernoulliPosterior } from './posteriors/relaxed-bernoulli.js';
import { relaxedCategoricalPosterior } from './posteriors/relaxed-categorical.js';
import {
  conditionalBernoulli,
  conditionalNormal,
  conditionalRelaxedBernoulli,
} from './priors/conditional.js';
import { conditionalFlowPrior, flowPrior } from './priors/flow.js';
import { uniformCodesPrior } from './priors/uniform-codes.js';
import { vampPrior } from './priors/vamp.js';
import { PseudoInputs } from './pseudo-inputs.js';
import { ScalarQuantization } from './quantization/scalar-quantization.js';
import { VectorQuantization } from './quantization/vector-quantization.js';
import { SignedLog } from './signed-log.js';
import { StraightThrough } from './straight-through.js';
import { AnnealedTemperature } from './temperature.js';

/** Likelihoods that a spec can name. */
export const likelihoods = [
  bernoulliPart,
  betaPart,
  categoricalPart,
  continuousBernoulliPart,
  discretizedLogisticPart,
  flowPart,
  heterogeneousPart,
  hurdleNegativeBinomialPart,
  hurdlePoissonPart,
  gammaPart,
  laplacePart,
  logNormalPart,
  multivariateNormalPart,
  negativeBinomialPart,
  normalPart,
  normalMixturePart,
  ordinalPart,
  poissonPart,
  studentTPart,
  truncatedNormalPart,
  vonMisesPart,
  zeroInflatedLogNormalPart,
  zeroInflatedNegativeBinomialPart,
  zeroInflatedPoissonPart,
] as const;

/** The posteriors that a spec chooses by name. */
export const posteriors = [
  normalPosterior,
  precisionWeightedPosterior,
  multivariateNormalPosterior,
  lowRankNormalPosterior,
  bernoulliPosterior,
  categoricalPosterior,
  relaxedBernoulliPosterior,
  relaxedCategoricalPosterior,
  dirichletPosterior,
  vonMisesFisherPosterior,
  flowPosterior,
  vectorQuantizedPosterior,
  scalarQuantizedPosterior,
  implicitPosterior,
  productOfExpertsPosterior,
  mixtureOfExpertsPosterior,
  mixtureOfProductsPosterior,
] as const;

/**
 * Priors that the graph computes from the posterior. Constant priors are families of distributions.
 */
export const priors = [vampPrior, flowPrior, uniformCodesPrior] as const;

/** Priors that depend on other latents. */
export const conditionalPriors = [
  conditionalNormal,
  conditionalBernoulli,
  conditionalRelaxedBernoulli,
  conditionalFlowPrior,
] as const;

/** Layer classes that specs can name, and that models in files contain. */
export const layers = [
  AddExposure,
  AnnealedTemperature,
  ChangeOfVariables,
  Draw,
  DrawWithLogProb,
  FillMissing,
  FlowWeights,
  KLDivergence,
  Latent,
  LatentDense,
  LogVarianceToScale,
  MixtureOfExperts,
  ModalityPresent,
  NormalizingFlow,
  Parameter,
  PrecisionWeighted,
  ProductOfExperts,
  PseudoInputs,
  ScalarQuantization,
  VectorQuantization,
  SignedLog,
  StraightThrough,
  BernoulliLikelihood,
  BetaLikelihood,
  CategoricalLikelihood,
  ContinuousBernoulliLikelihood,
  DiscretizedLogisticLikelihood,
  FlowLikelihood,
  HeterogeneousLikelihood,
  HurdleNegativeBinomialLikelihood,
  HurdlePoissonLikelihood,
  LaplaceLikelihood,
  GammaLikelihood,
  LogNormalLikelihood,
  MultivariateNormalLikelihood,
  NegativeBinomialLikelihood,
  NormalLikelihood,
  NormalMixtureLikelihood,
  OrdinalLikelihood,
  PoissonLikelihood,
  StudentTLikelihood,
  TruncatedNormalLikelihood,
  VonMisesLikelihood,
  ZeroInflatedLogNormalLikelihood,
  ZeroInflatedNegativeBinomialLikelihood,
  ZeroInflatedPoissonLikelihood,
] as const;

/** Input layers, which models in files contain but specs cannot name. */
export const inputLayers = [NoiseInput] as const;
