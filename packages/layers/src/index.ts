export { Draw } from './draw.js';
export { flattened } from './flattened.js';
export { KLDivergence, type KLDivergenceOptions, klDivergenceLayer } from './kl-divergence.js';
export { LatentDense, denseSize } from './latent-dense.js';
export { Latent, latent } from './latent.js';
export { type LayerConfig, type Named, TensorLayer } from './layer.js';
export { BernoulliLikelihood, bernoulliLikelihood } from './likelihoods/bernoulli.js';
export { BetaLikelihood, betaLikelihood } from './likelihoods/beta.js';
export { CategoricalLikelihood, categoricalLikelihood } from './likelihoods/categorical.js';
export {
  ContinuousBernoulliLikelihood,
  continuousBernoulliLikelihood,
} from './likelihoods/continuous-bernoulli.js';
export {
  DiscretizedLogisticLikelihood,
  discretizedLogisticLikelihood,
} from './likelihoods/discretized-logistic.js';
export {
  type ColumnHead,
  HeterogeneousLikelihood,
  heterogeneousLikelihood,
} from './likelihoods/heterogeneous.js';
export { LaplaceLikelihood, laplaceLikelihood } from './likelihoods/laplace.js';
export { LogNormalLikelihood, logNormalLikelihood } from './likelihoods/log-normal.js';
export {
  MultivariateNormalLikelihood,
  multivariateNormalLikelihood,
} from './likelihoods/multivariate-normal.js';
export { NegativeBinomialLikelihood, negativeBinomialLikelihood } from './likelihoods/negative-binomial.js';
export { NormalMixtureLikelihood, normalMixtureLikelihood } from './likelihoods/normal-mixture.js';
export { PoissonLikelihood, poissonLikelihood } from './likelihoods/poisson.js';
export { StudentTLikelihood, studentTLikelihood } from './likelihoods/student-t.js';
export { ParameterizedLikelihood, type ParameterSource } from './likelihoods/parameterized.js';
export { NormalLikelihood, type NormalScale, normalLikelihood } from './likelihoods/normal.js';
export {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihoods/likelihood.js';
export { LogVarianceToScale, logVarianceToScale } from './log-variance-to-scale.js';
export { latentVariableGraph } from './model.js';
export { layersModule, networksModule } from './module.js';
export { layerDescription } from './networks/layer-descriptions.js';
export { layerFromSpec, layerNames } from './networks/layer-from-spec.js';
export { networkFromSpec } from './networks/network-from-spec.js';
export { NoiseInput, type NoiseInputOptions, noiseInput } from './noise-input.js';
export { normalParameters } from './normal-parameters.js';
export { Parameter, parameter } from './parameter.js';
export { multivariateNormalPosterior } from './posteriors/multivariate-normal.js';
export { normalPosterior } from './posteriors/normal.js';
export { PrecisionWeighted, precisionWeightedPosterior } from './posteriors/precision-weighted.js';
export { relaxedBernoulliPosterior } from './posteriors/relaxed-bernoulli.js';
export { relaxedCategoricalPosterior } from './posteriors/relaxed-categorical.js';
export { relaxedBernoulliUnits, temperatureOption } from './relaxed-bernoulli-units.js';
export { vampPrior } from './priors/vamp.js';
export { PseudoInputs } from './pseudo-inputs.js';
export { reparameterize } from './reparameterize.js';
export { withDivergence, withDivergenceAfter } from './with-divergence.js';
