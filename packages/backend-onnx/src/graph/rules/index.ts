import type { Rule } from '../rewrite.js';
import { broadcasts } from './broadcasts.js';
import { complementarySigmoids } from './complementary-sigmoids.js';
import { scalars } from './scalars.js';
import { sumOfSoftplus } from './sum-of-softplus.js';

/** Rules that make a graph cheaper without changing its results, except for rounding. */
export const simplifications: readonly Rule[] = [
  ...broadcasts,
  ...scalars,
  complementarySigmoids,
  sumOfSoftplus,
];
