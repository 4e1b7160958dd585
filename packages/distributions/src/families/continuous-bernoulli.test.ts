import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { ContinuousBernoulli } from './continuous-bernoulli.js';

conforms(test, {
  family: 'continuousBernoulli',
  create: (logits) => new ContinuousBernoulli(logits),
  measures: [0, 1e-4, -0.7, 1.5, -6, 20].map((logit) => ({
    parameters: [logit],
    points: quadrature(0, 1, 4000),
  })),
  pathwise: [0],
  inside: [0, 1, 0.5],
  outside: [-1e-7, 1.0000001, Infinity],
  extremes: [0, 1e-30, -1e-5, -1e10, 1e10].map((logit) => ({ value: 0.3, parameters: [logit] })),
});

divergenceConforms(test, {
  families: ['continuousBernoulli', 'continuousBernoulli'],
  create: (q, p) => [new ContinuousBernoulli(q), new ContinuousBernoulli(p)],
});
