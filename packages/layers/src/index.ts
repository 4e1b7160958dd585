import './register.js';

export { callAgain } from './call-again.js';
export { ChangeOfVariables } from './change-of-variables.js';
export { Draw } from './draw.js';
export { DrawWithLogProb } from './draw-with-log-prob.js';
export { type FillMissing, type FillMissingConfig, fillMissing } from './fill-missing.js';
export { ModalityPresent, type ModalityPresentConfig } from './experts/modality-present.js';
export { familyDraw } from './family-draw.js';
export { type FlowDraw, flowDraw } from './flow-draw.js';
export { FlowLayer } from './flow-layer.js';
export { NormalizingFlow, normalizingFlow } from './flows/normalizing-flow.js';
export { type StepInput, chosenFlow } from './flows/steps-option.js';
export { flattened } from './flattened.js';
export { KLDivergence } from './kl-divergence.js';
export type { RatioEstimator } from './kl-divergence-config.js';
export { type KLDivergenceOptions, klDivergenceLayer } from './kl-divergence-layer.js';
export { LatentDense, denseSize } from './latent-dense.js';
export { type Latent, latent } from './latent.js';
export { type LayerConfig, type Named } from './layer.js';
export * from './likelihoods/heads.js';
export type { ParameterSource } from './likelihoods/parameterized.js';
export {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihoods/likelihood.js';
export { observe } from './likelihoods/observe.js';
export { linear } from './linear.js';
export { type LogVarianceToScale, logVarianceToScale } from './log-variance-to-scale.js';
export { latentVariableGraph } from './model.js';
export { networksModule } from './module.js';
export { layerDescription } from './networks/layer-descriptions.js';
export { layerNames } from './networks/layer-from-spec.js';
export { networkFromSpec } from './networks/network-from-spec.js';
export { type NoiseInput, type NoiseInputOptions, noiseInput } from './noise-input.js';
export { normalParameters } from './normal-parameters.js';
export { type Parameter, parameter } from './parameter.js';
export * as layerParts from './parts.js';
export { dirichletPosterior } from './posteriors/dirichlet.js';
export { mixtureOfExpertsPosterior, mixtureOfProductsPosterior } from './posteriors/mixture-of-experts.js';
export { productOfExpertsPosterior } from './posteriors/product-of-experts.js';
export { vonMisesFisherPosterior } from './posteriors/von-mises-fisher.js';
export { flowPosterior } from './posteriors/flow.js';
export { scalarQuantizedPosterior } from './posteriors/scalar-quantized.js';
export { vectorQuantizedPosterior } from './posteriors/vector-quantized.js';
export { lowRankNormalPosterior } from './posteriors/low-rank-normal.js';
export { implicitPosterior } from './posteriors/implicit.js';
export { multivariateNormalPosterior } from './posteriors/multivariate-normal.js';
export { normalPosterior } from './posteriors/normal.js';
export { precisionWeightedPosterior } from './posteriors/precision-weighted.js';
export { bernoulliPosterior } from './posteriors/bernoulli.js';
export { categoricalPosterior } from './posteriors/categorical.js';
export { relaxedBernoulliPosterior } from './posteriors/relaxed-bernoulli.js';
export { relaxedCategoricalPosterior } from './posteriors/relaxed-categorical.js';
export { relaxedBernoulliUnits } from './relaxed-bernoulli-units.js';
export {
  conditionalBernoulli,
  conditionalNormal,
  conditionalRelaxedBernoulli,
} from './priors/conditional.js';
export { conditionalFlowPrior, flowPrior } from './priors/flow.js';
export { uniformCodesPrior } from './priors/uniform-codes.js';
export { vampPrior } from './priors/vamp.js';
export { straightThrough } from './quantization/straight-through.js';
export { reparameterize } from './reparameterize.js';
export { type NetworkInputOptions, SignedLog, type SignedLogConfig, networkInput } from './signed-log.js';
export { withImplicitPosterior } from './with-implicit-posterior.js';
export { withDivergence, withDivergenceAfter, withDivergenceAtDraw } from './with-divergence.js';
export { StraightThrough } from './straight-through.js';
export { AnnealedTemperature, type AnnealedTemperatureOptions, temperatureOption } from './temperature.js';
