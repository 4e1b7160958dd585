export {
  type Discretization,
  Distribution,
  isDiscrete,
  meanOf,
  type SampleWithLogProb,
  sumOverEvents,
  varianceOf,
} from './distribution.js';
export * as bijectors from './bijectors/index.js';
export { Bijector, type Direction, type ValueWithLogDet } from './bijectors/bijector.js';
export { DensityAtDraw } from './density-at-draw.js';
export { ImplicitDistribution } from './implicit-distribution.js';
export { maskMissing, maskProblem } from './mask-missing.js';
export { TransformedDistribution } from './transformed-distribution.js';
export * from './support.js';
export * from './bounded-supports.js';
export { Flow, type ChosenStep, type FlowParameter } from './flows/flow.js';
export { FlowDistribution, type FlowDistributionOptions } from './flows/flow-distribution.js';
export { type FlowBase, flowFamilyName } from './flows/flow-family.js';
export { type FlowStep, type StepParameter, flowStep } from './flows/flow-step.js';
export { flowOfText, flowText } from './flows/flow-text.js';
export { flowStepOf, flowSteps, registerFlowStep } from './flows/step-registry.js';
export * from './closed-form-kl.js';
export * from './family.js';
export * from './registry.js';
export { hasKlDivergence, klDivergence, klEventRank, registerKlDivergence } from './kl-divergence.js';
export { Bernoulli } from './families/bernoulli.js';
export { Beta } from './families/beta.js';
export { Categorical } from './families/categorical.js';
export { ContinuousBernoulli } from './families/continuous-bernoulli.js';
export { Dirichlet } from './families/dirichlet.js';
export { DiscretizedLogistic, type PixelUnit } from './families/discretized-logistic.js';
export { Gamma } from './families/gamma.js';
export { type Block, Heterogeneous } from './families/heterogeneous.js';
export { type RowLayout, rowLayout } from './families/row-layout.js';
export { Hurdle } from './families/hurdle.js';
export { Laplace } from './families/laplace.js';
export { LogNormal } from './families/log-normal.js';
export { LowRankNormal } from './families/low-rank-normal.js';
export { MultivariateNormal } from './families/multivariate-normal.js';
export { NegativeBinomial } from './families/negative-binomial.js';
export { Normal } from './families/normal.js';
export { NormalMixture } from './families/normal-mixture.js';
export { Ordinal } from './families/ordinal.js';
export { Poisson } from './families/poisson.js';
export {
  type CodeNumbers,
  type LearnedCodebook,
  Quantized,
  type QuantizedParts,
  UniformCodes,
  quantizedCodes,
} from './families/quantized.js';
export { LogitRelaxedBernoulli, RelaxedBernoulli } from './families/relaxed-bernoulli.js';
export { LogRelaxedCategorical, RelaxedCategorical } from './families/relaxed-categorical.js';
export { StudentT } from './families/student-t.js';
export { type Bounds, TruncatedNormal } from './families/truncated-normal.js';
export { UniformOnSphere } from './families/uniform-on-sphere.js';
export { VonMises } from './families/von-mises.js';
export { VonMisesFisher } from './families/von-mises-fisher.js';
export { ZeroInflated } from './families/zero-inflated.js';
export { ZeroInflatedLogNormal } from './families/zero-inflated-log-normal.js';
export { cholesky } from './math/cholesky.js';
export { digamma } from './math/digamma.js';
export { largest, straightThrough, unitsAbove } from './discrete-values.js';
export { constantIn, stopGradient, withoutGradientOf } from './math/gradients.js';
export { observedMask } from './math/observed-mask.js';
export { lgamma } from './math/lgamma.js';
export { logBeta } from './math/log-beta.js';
export { logMeanExp, meanAndShares } from './math/log-mean-exp.js';
export { standardNormalQuantile } from './math/standard-normal-quantile.js';
export { triangularSolve } from './math/triangular-solve.js';
export { checkNoise, noiseSource, noiseSources, noiseSuits, registerNoiseSource } from './random/noise.js';
export type { NoiseSource } from './random/noise-source.js';
export { standardNormalNoise } from './random/noise-sources.js';
export * as distributionParts from './parts.js';
export { chunkedPermutation, permutation } from './random/permutation.js';
export { layerStream, withSeededRandom } from './random/seeded.js';
export { RandomStream } from '@helmholtz/base';
