import { bayesianRegression } from './bayesian-regression.js';

/** Softmax regression with latent weights w: p(label | w, x) = Categorical(softmax(W x + b)). */
export const bayesianSoftmaxRegression = bayesianRegression(
  'bayesian-softmax-regression',
  'softmax regression with latent weights: classes from x, with their uncertainty',
  'categorical',
);
