/**
 * The names a spec may use, so that a misspelled one is a compile error in a TypeScript literal.
 *
 * A plugin adds its own by declaration merging:
 *
 *     declare module '@helmholtz/core' { interface LikelihoodNames { laplace: true } }
 */
export interface RecipeNames {
  vae: true;
  dlgm: true;
  composed: true;
  autoencoder: true;
  'conv-vae': true;
  'gaussian-vae': true;
  cvae: true;
  'logistic-factor-analysis': true;
  'factor-analysis': true;
  'nonlinear-factor-analysis': true;
  'gaussian-belief-network': true;
  'ladder-vae': true;
  'sigmoid-belief-network': true;
  'bayesian-softmax-regression': true;
  'bayesian-logistic-regression': true;
}

/** The networks of recipes. */
export interface NetworkNames {
  recognition: true;
  generative: true;
  /** Of recipes that have a network for each variable: named after what it leads to. */
  [variable: `recognition_${string}`]: true;
  [variable: `generative_${string}`]: true;
}

export interface LikelihoodNames {
  bernoulli: true;
  beta: true;
  categorical: true;
  continuousBernoulli: true;
  discretizedLogistic: true;
  heterogeneous: true;
  laplace: true;
  logNormal: true;
  multivariateNormal: true;
  negativeBinomial: true;
  normal: true;
  poisson: true;
  studentT: true;
}

export interface PriorNames {
  standardNormal: true;
  normal: true;
  laplace: true;
  studentT: true;
  logNormal: true;
  beta: true;
  relaxedBernoulli: true;
  logitRelaxedBernoulli: true;
  relaxedCategorical: true;
  logRelaxedCategorical: true;
  vampPrior: true;
}

export interface PosteriorNames {
  normal: true;
  precisionWeighted: true;
  multivariateNormal: true;
  relaxedBernoulli: true;
  relaxedCategorical: true;
}

export interface NoiseNames {
  standardNormal: true;
  uniform: true;
  standardLogistic: true;
  standardGumbel: true;
  standardLaplace: true;
  zero: true;
}

export interface ObjectiveNames {
  elbo: true;
  importanceWeightedBound: true;
}

export interface DatasetNames {
  digits: true;
  mnist: true;
  'fashion-mnist': true;
  csv: true;
  npy: true;
}
