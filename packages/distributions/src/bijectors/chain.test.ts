import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { affine } from './affine.js';
import { chain } from './chain.js';
import { exp } from './exp.js';
import { inverted } from './inverted.js';
import { permutation } from './permutation.js';
import { sigmoid } from './sigmoid.js';

const points = [
  [0, 1],
  [-1.5, 0.5],
];

bijectorConforms(test, { name: 'a chain', create: () => chain([affine({ scale: 2 }), exp()]), points });

bijectorConforms(test, {
  name: 'a chain of elements and vectors',
  create: () => chain([affine({ loc: tensor([1, 2]), scale: 0.5 }), permutation([1, 0]), sigmoid()]),
  points,
});

bijectorConforms(test, {
  name: 'an inverted chain',
  create: () => inverted(chain([affine({ scale: 2 }), exp()])),
  points: [
    [0.5, 1],
    [3, 7],
  ],
});

test('a chain applies its first bijector first', (t) => {
  const [found] = chain([affine({ scale: 2 }), exp()])
    .forward(tensor([1]))
    .dataSync();
  t.true(Math.abs(found! - Math.exp(2)) < 1e-5);
});

test('a chain throws if a domain does not contain the codomain of the bijector before', (t) => {
  const error = t.throws(() => chain([affine(), inverted(exp())]));
  t.is(error.message, 'The bijector "inverted(exp)" cannot follow "affine".');
});
