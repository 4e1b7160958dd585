import { exp } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { affine } from '../../bijectors/affine.js';
import { permutation } from '../../bijectors/permutation.js';
import { sigmoid } from '../../bijectors/sigmoid.js';
import { softplus } from '../../bijectors/softplus.js';
import { insideUnitInterval, positiveNumbers } from '../../support.js';
import { flowStep } from '../flow-step.js';

export const actNormStep = flowStep({
  name: 'actNorm',
  description:
    'a learned location and scale of each dimension, initially the identity (Kingma and Dhariwal 2018)',
  options: z.strictObject({
    amortized: z.boolean().default(false).describe('whether features decide them for each example'),
  }),
  cheap: ['forward', 'inverse'],
  parameters: (size, { amortized }) => ({
    loc: { shape: [size], begin: 0, amortized },
    logScale: { shape: [size], begin: 0, amortized },
  }),
  bijector: ({ loc, logScale }) => affine({ loc, scale: exp(logScale) }),
});

export const permutationStep = flowStep({
  name: 'permutation',
  description: 'a permutation of the dimensions',
  options: z.strictObject({
    order: z.array(z.int().min(0)).min(1).describe('the input dimension of each output dimension'),
  }),
  cheap: ['forward', 'inverse'],
  parameters: () => ({}),
  bijector: (_, { order }) => permutation(order),
});

export const sigmoidStep = flowStep({
  name: 'sigmoid',
  description: 'maps real numbers to numbers between 0 and 1, such as pixels',
  options: z.strictObject({}),
  cheap: ['forward', 'inverse'],
  codomain: insideUnitInterval,
  parameters: () => ({}),
  bijector: () => sigmoid(),
});

export const softplusStep = flowStep({
  name: 'softplus',
  description: 'maps real numbers to positive numbers',
  options: z.strictObject({}),
  cheap: ['forward', 'inverse'],
  codomain: positiveNumbers,
  parameters: () => ({}),
  bijector: () => softplus(),
});
