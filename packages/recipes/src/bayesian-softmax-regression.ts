import { bayesianRegression } from './bayesian-regression.js';

/** Softmax regression, p(label given w, x) = Categorical(softmax(W x + b)), with latent weights w. */
export const bayesianSoftmaxRegression = bayesianRegression(
  'bayesian-softmax-regression',
  'softmax regression with latent weights: classes from x, with their uncertainty',
  'categorical',
);
