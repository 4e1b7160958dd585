import type { LikelihoodPart } from '@helmholtz/core';

import { bernoulliPart } from './bernoulli.js';
import { betaPart } from './beta.js';
import { categoricalPart } from './categorical.js';
import { continuousBernoulliPart } from './continuous-bernoulli.js';
import { discretizedLogisticPart } from './discretized-logistic.js';
import { heterogeneousPart } from './heterogeneous.js';
import { laplacePart } from './laplace.js';
import { logNormalPart } from './log-normal.js';
import { multivariateNormalPart } from './multivariate-normal.js';
import { negativeBinomialPart } from './negative-binomial.js';
import { normalMixturePart } from './normal-mixture.js';
import { normalPart } from './normal.js';
import { poissonPart } from './poisson.js';
import { studentTPart } from './student-t.js';

/** The likelihoods that a spec may choose by name. */
export const likelihoodParts: readonly LikelihoodPart[] = [
  bernoulliPart,
  betaPart,
  categoricalPart,
  continuousBernoulliPart,
  discretizedLogisticPart,
  heterogeneousPart,
  laplacePart,
  logNormalPart,
  multivariateNormalPart,
  negativeBinomialPart,
  normalPart,
  normalMixturePart,
  poissonPart,
  studentTPart,
];
