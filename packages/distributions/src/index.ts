export { Distribution, sumOverEvents } from './distribution.js';
export * from './support.js';
export * from './registry.js';
export { hasKlDivergence, klDivergence, klEventRank, registerKlDivergence } from './kl-divergence.js';
export { Bernoulli } from './families/bernoulli.js';
export { Beta } from './families/beta.js';
export { Categorical } from './families/categorical.js';
export { ContinuousBernoulli } from './families/continuous-bernoulli.js';
export { DiscretizedLogistic, type PixelUnit } from './families/discretized-logistic.js';
export { type Block, Heterogeneous } from './families/heterogeneous.js';
export { Laplace } from './families/laplace.js';
export { LogNormal } from './families/log-normal.js';
export { MultivariateNormal } from './families/multivariate-normal.js';
export { NegativeBinomial } from './families/negative-binomial.js';
export { Normal } from './families/normal.js';
export { NormalMixture } from './families/normal-mixture.js';
export { Poisson } from './families/poisson.js';
export { LogitRelaxedBernoulli, RelaxedBernoulli } from './families/relaxed-bernoulli.js';
export { LogRelaxedCategorical, RelaxedCategorical } from './families/relaxed-categorical.js';
export { StudentT } from './families/student-t.js';
export { cholesky } from './math/cholesky.js';
export { digamma } from './math/digamma.js';
export { stopGradient, withoutGradientOf } from './math/gradients.js';
export { lgamma } from './math/lgamma.js';
export { logBeta } from './math/log-beta.js';
export { logMeanExp, meanAndShares } from './math/log-mean-exp.js';
export { standardNormalQuantile } from './math/standard-normal-quantile.js';
export { triangularSolve, triangularSolveVector } from './math/triangular-solve.js';
export {
  type NoiseSource,
  checkNoise,
  noiseSource,
  noiseSources,
  registerNoiseSource,
  standardNormalNoise,
} from './random/noise.js';
export { chunkedPermutation, permutation } from './random/permutation.js';
export { layerStream, withSeededRandom } from './random/seeded.js';
export { RandomStream } from './random/stream.js';
