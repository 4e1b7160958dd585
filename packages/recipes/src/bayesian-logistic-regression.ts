import { bayesianRegression } from './bayesian-regression.js';

/**
 * Logistic regression with latent weights w: p(label | w, x) = Bernoulli(sigmoid(W x + b)), for
 * each class.
 */
export const bayesianLogisticRegression = bayesianRegression(
  'bayesian-logistic-regression',
  'logistic regression with latent weights: each class against all others, or two classes',
  'bernoulli',
);
