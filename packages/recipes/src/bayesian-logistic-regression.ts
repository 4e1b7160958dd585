import { bayesianRegression } from './bayesian-regression.js';

/** Logistic regression, p(label given w, x) = Bernoulli(sigmoid(W x + b)) for each class, with latent weights w. */
export const bayesianLogisticRegression = bayesianRegression(
  'bayesian-logistic-regression',
  'logistic regression with latent weights: each class against all others, or two of them',
  'bernoulli',
);
