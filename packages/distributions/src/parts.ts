import type { ClosedFormKl } from './closed-form-kl.js';
import { bernoulliFamily, bernoulliKl } from './families/bernoulli.js';
import { betaFamily, betaKl } from './families/beta.js';
import { categoricalFamily, categoricalKl } from './families/categorical.js';
import { continuousBernoulliFamily, continuousBernoulliKl } from './families/continuous-bernoulli.js';
import { dirichletFamily, dirichletKl } from './families/dirichlet.js';
import { gammaFamily, gammaKl } from './families/gamma.js';
import { laplaceFamily, laplaceKl, laplaceToNormalKl, normalToLaplaceKl } from './families/laplace.js';
import { logNormalFamily, logNormalKl } from './families/log-normal.js';
import { lowRankNormalFamily, lowRankNormalToNormalKl } from './families/low-rank-normal.js';
import {
  multivariateNormalFamily,
  multivariateNormalKl,
  multivariateNormalToNormalKl,
  normalToMultivariateNormalKl,
} from './families/multivariate-normal.js';
import { normalFamily, normalKl, standardNormalFamily } from './families/normal.js';
import { normalMixtureFamily } from './families/normal-mixture.js';
import { poissonKl } from './families/poisson.js';
import { quantizedKl } from './families/quantized.js';
import { logitRelaxedBernoulliFamily, relaxedBernoulliFamily } from './families/relaxed-bernoulli.js';
import { logRelaxedCategoricalFamily, relaxedCategoricalFamily } from './families/relaxed-categorical.js';
import { studentTFamily } from './families/student-t.js';
import { uniformOnSphereFamily } from './families/uniform-on-sphere.js';
import { vonMisesFisherFamily, vonMisesFisherToUniformKl } from './families/von-mises-fisher.js';
import { planarStep } from './bijectors/planar.js';
import { radialStep } from './bijectors/radial.js';
import { householderSylvesterStep, sylvesterStep } from './bijectors/sylvester.js';
import {
  inverseAutoregressiveSplineStep,
  inverseAutoregressiveStep,
  maskedAutoregressiveSplineStep,
  maskedAutoregressiveStep,
} from './flows/steps/autoregressive.js';
import { additiveCouplingStep, affineCouplingStep, splineCouplingStep } from './flows/steps/coupling.js';
import { actNormStep, permutationStep, sigmoidStep, softplusStep } from './flows/steps/elementwise.js';
import type { NoiseSource } from './random/noise-source.js';
import {
  standardGumbelNoise,
  standardLaplaceNoise,
  standardLogisticNoise,
  standardNormalNoise,
  uniformNoise,
  zeroNoise,
} from './random/noise-sources.js';

/** The families that a spec or a graph states by name. */
export const families = [
  bernoulliFamily,
  betaFamily,
  categoricalFamily,
  continuousBernoulliFamily,
  dirichletFamily,
  gammaFamily,
  laplaceFamily,
  standardNormalFamily,
  normalFamily,
  logNormalFamily,
  lowRankNormalFamily,
  multivariateNormalFamily,
  normalMixtureFamily,
  relaxedBernoulliFamily,
  logitRelaxedBernoulliFamily,
  relaxedCategoricalFamily,
  logRelaxedCategoricalFamily,
  studentTFamily,
  uniformOnSphereFamily,
  vonMisesFisherFamily,
] as const;

/** The closed forms of KL(q, p). */
export const klDivergences: readonly ClosedFormKl[] = [
  bernoulliKl,
  betaKl,
  categoricalKl,
  continuousBernoulliKl,
  dirichletKl,
  gammaKl,
  laplaceKl,
  laplaceToNormalKl,
  normalToLaplaceKl,
  normalKl,
  logNormalKl,
  lowRankNormalToNormalKl,
  multivariateNormalKl,
  multivariateNormalToNormalKl,
  normalToMultivariateNormalKl,
  poissonKl,
  quantizedKl,
  vonMisesFisherToUniformKl,
];

/** The noise that draws are made of. */
export const noise = [
  standardNormalNoise,
  uniformNoise,
  standardLogisticNoise,
  standardGumbelNoise,
  standardLaplaceNoise,
  zeroNoise,
] as const satisfies readonly NoiseSource[];

/** The steps of normalizing flows. */
export const flowSteps = [
  planarStep,
  radialStep,
  sylvesterStep,
  householderSylvesterStep,
  affineCouplingStep,
  additiveCouplingStep,
  splineCouplingStep,
  inverseAutoregressiveStep,
  inverseAutoregressiveSplineStep,
  maskedAutoregressiveStep,
  maskedAutoregressiveSplineStep,
  actNormStep,
  permutationStep,
  sigmoidStep,
  softplusStep,
] as const;
