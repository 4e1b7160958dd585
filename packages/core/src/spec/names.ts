/**
 * The names a spec may use, so that a misspelled one is a compile error in a TypeScript literal.
 *
 * Parts declare theirs in their own files, but for those that the schema and core's own tests name, and for data sets, whose
 * package knows nothing of ours; a plugin adds its own likewise, by declaration merging:
 *
 *     declare module '@helmholtz/core' { interface LikelihoodNames { laplace: true } }
 */
export interface RecipeNames {
  vae: true;
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
  normal: true;
}

export interface PriorNames {
  standardNormal: true;
  beta: true;
  laplace: true;
  logNormal: true;
  logRelaxedCategorical: true;
  logitRelaxedBernoulli: true;
  normal: true;
  relaxedBernoulli: true;
  relaxedCategorical: true;
  studentT: true;
}

export interface PosteriorNames {
  normal: true;
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
}

export interface DatasetNames {
  digits: true;
  mnist: true;
  'fashion-mnist': true;
  csv: true;
  npy: true;
}
