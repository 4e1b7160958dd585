import test from 'ava';

import { bayesianLogisticRegression } from './bayesian-logistic-regression.js';
import '@helmholtz/testing/cpu-backend';
import { classProbabilities } from './testing/class-probabilities.js';

test('given weights, each class has the probability of a sigmoid of what is linear in x, whatever the others', (t) => {
  const { found, logits } = classProbabilities(bayesianLogisticRegression);
  found.forEach((probability, index) =>
    t.true(Math.abs(probability - 1 / (1 + Math.exp(-logits[index]!))) < 1e-6),
  );
});
