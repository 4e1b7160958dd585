/** The heads and their factories, for graphs made by hand. What specs choose from is listed in `parts.ts`. */
export { BernoulliLikelihood, bernoulliLikelihood } from './bernoulli.js';
export { BetaLikelihood, betaLikelihood } from './beta.js';
export { CategoricalLikelihood, categoricalLikelihood } from './categorical.js';
export { ContinuousBernoulliLikelihood, continuousBernoulliLikelihood } from './continuous-bernoulli.js';
export { DiscretizedLogisticLikelihood, discretizedLogisticLikelihood } from './discretized-logistic.js';
export { type ColumnHead, HeterogeneousLikelihood, heterogeneousLikelihood } from './heterogeneous.js';
export { LaplaceLikelihood, laplaceLikelihood } from './laplace.js';
export { LogNormalLikelihood, logNormalLikelihood } from './log-normal.js';
export { MultivariateNormalLikelihood, multivariateNormalLikelihood } from './multivariate-normal.js';
export { NegativeBinomialLikelihood, negativeBinomialLikelihood } from './negative-binomial.js';
export { NormalLikelihood, type NormalScale, normalLikelihood } from './normal.js';
export { NormalMixtureLikelihood, normalMixtureLikelihood } from './normal-mixture.js';
export { PoissonLikelihood, poissonLikelihood } from './poisson.js';
export { StudentTLikelihood, studentTLikelihood } from './student-t.js';
