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
    'a learned location and scale of each dimension, at the identity to begin with (Kingma and Dhariwal 2018)',
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
  description: 'the dimensions in another order',
  options: z.strictObject({
    order: z.array(z.int().min(0)).min(1).describe('for each place the dimension that is put there'),
  }),
  cheap: ['forward', 'inverse'],
  parameters: () => ({}),
  bijector: (_, { order }) => permutation(order),
});

export const sigmoidStep = flowStep({
  name: 'sigmoid',
  description: 'from real numbers to those between 0 and 1, such as pixels',
  options: z.strictObject({}),
  cheap: ['forward', 'inverse'],
  codomain: insideUnitInterval,
  parameters: () => ({}),
  bijector: () => sigmoid(),
});

export const softplusStep = flowStep({
  name: 'softplus',
  description: 'from real to positive numbers',
  options: z.strictObject({}),
  cheap: ['forward', 'inverse'],
  codomain: positiveNumbers,
  parameters: () => ({}),
  bijector: () => softplus(),
});
