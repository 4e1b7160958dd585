/** Factories of likelihood heads, for graphs in code. `parts.ts` lists the parts for specs. */
export { type BernoulliLikelihood, bernoulliLikelihood } from './bernoulli.js';
export { type BetaLikelihood, betaLikelihood } from './beta.js';
export { type CategoricalLikelihood, categoricalLikelihood } from './categorical.js';
export { type ContinuousBernoulliLikelihood, continuousBernoulliLikelihood } from './continuous-bernoulli.js';
export { type DiscretizedLogisticLikelihood, discretizedLogisticLikelihood } from './discretized-logistic.js';
export { type FlowLikelihood, flowLikelihood } from './flow.js';
export type { ColumnHead } from './column-groups.js';
export { type HeterogeneousLikelihood, heterogeneousLikelihood } from './heterogeneous.js';
export {
  type HurdleNegativeBinomialLikelihood,
  hurdleNegativeBinomialLikelihood,
} from './hurdle-negative-binomial.js';
export { type HurdlePoissonLikelihood, hurdlePoissonLikelihood } from './hurdle-poisson.js';
export { type GammaLikelihood, gammaLikelihood } from './gamma.js';
export { type LaplaceLikelihood, laplaceLikelihood } from './laplace.js';
export { type LogNormalLikelihood, logNormalLikelihood } from './log-normal.js';
export { type MultivariateNormalLikelihood, multivariateNormalLikelihood } from './multivariate-normal.js';
export { type NegativeBinomialLikelihood, negativeBinomialLikelihood } from './negative-binomial.js';
export { type NormalLikelihood, type NormalScale, normalLikelihood } from './normal.js';
export { type NormalMixtureLikelihood, normalMixtureLikelihood } from './normal-mixture.js';
export { type OrdinalLikelihood, type OrdinalOptions, ordinalLikelihood } from './ordinal.js';
export { type PoissonLikelihood, poissonLikelihood } from './poisson.js';
export { type StudentTLikelihood, studentTLikelihood } from './student-t.js';
export {
  type TruncatedNormalBounds,
  type TruncatedNormalLikelihood,
  truncatedNormalLikelihood,
} from './truncated-normal.js';
export { type VonMisesLikelihood, vonMisesLikelihood } from './von-mises.js';
export {
  type ZeroInflatedLogNormalLikelihood,
  zeroInflatedLogNormalLikelihood,
} from './zero-inflated-log-normal.js';
export {
  type ZeroInflatedNegativeBinomialLikelihood,
  zeroInflatedNegativeBinomialLikelihood,
} from './zero-inflated-negative-binomial.js';
export {
  type ZeroInflatedPoissonLikelihood,
  zeroInflatedPoissonLikelihood,
} from './zero-inflated-poisson.js';
