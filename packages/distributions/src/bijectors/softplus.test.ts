import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { softplus } from './softplus.js';

bijectorConforms(test, {
  name: 'softplus',
  create: softplus,
  points: [
    [0, 1],
    [-3, 0.5],
    [4, -7],
  ],
});
