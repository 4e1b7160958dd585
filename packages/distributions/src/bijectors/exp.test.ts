import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { exp } from './exp.js';

bijectorConforms(test, {
  name: 'exp',
  create: exp,
  points: [
    [0, 1],
    [-3, 0.5],
    [4, -7],
  ],
});
