import test from 'ava';

import { factorInformation, sameClass } from './factor-information.js';

const { log } = Math;

test('a dimension that determines the factor has its entropy, one that is independent of it nothing', (t) => {
  const classes = [0, 0, 1, 1];
  // Given its class, the density of the first dimension is twice that of all examples.
  const marginals = classes.map(() => [-1, -2]);
  const conditionals = classes.map(() => [-1 + log(2), -2]);
  const { entropy, informationPerDimension, mutualInformationGap } = factorInformation(
    classes,
    marginals,
    conditionals,
  );
  t.true(Math.abs(entropy - log(2)) < 1e-12);
  t.true(Math.abs(informationPerDimension[0]! - log(2)) < 1e-12 && informationPerDimension[1] === 0);
  t.true(Math.abs(mutualInformationGap! - 1) < 1e-12);
});

test('examples of an unknown class are left out', (t) => {
  const { entropy, informationPerDimension } = factorInformation(
    [0, -1, 1],
    [[0], [0], [0]],
    [[0.5], [100], [0.1]],
  );
  t.true(Math.abs(entropy - log(2)) < 1e-12);
  t.true(Math.abs(informationPerDimension[0]! - 0.3) < 1e-12);
});

test('one dimension or one class has no gap', (t) => {
  t.is(factorInformation([0, 1], [[0], [0]], [[0], [0]]).mutualInformationGap, undefined);
  t.is(
    factorInformation(
      [3, 3],
      [
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ).mutualInformationGap,
    undefined,
  );
});

test('the posteriors of a class weigh the same, and others nothing', (t) => {
  t.deepEqual(sameClass([0, 1, 0], 1, 3), [
    [-Infinity, -log(1), -Infinity],
    [-log(2), -Infinity, -log(2)],
  ]);
});
