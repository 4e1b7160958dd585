import test from 'ava';

import { bayesianSoftmaxRegression } from './bayesian-softmax-regression.js';
import '@helmholtz/testing/cpu-backend';
import { classProbabilities } from './testing/class-probabilities.js';

test('given weights, the classes of x have the probabilities of a softmax of what is linear in x', (t) => {
  const { found, logits } = classProbabilities(bayesianSoftmaxRegression);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  found.forEach((probability, index) =>
    t.true(Math.abs(probability - Math.exp(logits[index]!) / total) < 1e-6),
  );
});
