import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { autoregressive } from '../../bijectors/autoregressive.js';
import { inverted } from '../../bijectors/inverted.js';
import { flowStep } from '../flow-step.js';
import { autoregressiveMasks } from '../masks.js';
import {
  type NetworkOptions,
  type StepNetwork,
  networkOptions,
  networkOutput,
  networkParameters,
} from '../network.js';
import { type ElementTransform, affineTransform, splineOptions, splineTransform } from '../transform.js';

/**
 * A step by which a masked network decides the transformation of each element from the elements
 * before it.
 */
function autoregressiveStep<const Name extends string, Options extends z.ZodType<NetworkOptions>>(
  name: Name,
  description: string,
  options: Options,
  cheap: 'forward' | 'inverse',
  transformOf: (options: z.output<Options>) => ElementTransform,
) {
  const networkOf = (size: number, given: z.output<Options>): StepNetwork => ({
    inputs: size,
    hidden: given.hidden,
    outputs: size * transformOf(given).numbers,
  });
  return flowStep({
    name,
    description,
    options,
    cheap: [cheap],
    ordered: true,
    parameters: (size, given) => networkParameters(networkOf(size, given), given.amortized),
    bijector(parameters, given, size) {
      const network = networkOf(size, given);
      const masks = autoregressiveMasks(network);
      const { bijector } = transformOf(given);
      const step = autoregressive((x: Tensor) => bijector(networkOutput(parameters, x, network, masks)));
      return cheap === 'forward' ? step : inverted(step);
    },
  });
}

export const inverseAutoregressiveStep = autoregressiveStep(
  'inverseAutoregressive',
  'each element shifted and scaled by those of x before it: cheap draws, for posteriors (Kingma et al. 2016)',
  z.strictObject(networkOptions),
  'forward',
  () => affineTransform,
);

export const maskedAutoregressiveStep = autoregressiveStep(
  'maskedAutoregressive',
  'each element shifted and scaled by those of y before it: cheap densities, for priors (Papamakarios et al. 2017)',
  z.strictObject(networkOptions),
  'inverse',
  () => affineTransform,
);

const splines = z.strictObject({ ...splineOptions, ...networkOptions });

export const inverseAutoregressiveSplineStep = autoregressiveStep(
  'inverseAutoregressiveSpline',
  'inverseAutoregressive with rational-quadratic splines of each element (Durkan et al. 2019)',
  splines,
  'forward',
  splineTransform,
);

export const maskedAutoregressiveSplineStep = autoregressiveStep(
  'maskedAutoregressiveSpline',
  'maskedAutoregressive with rational-quadratic splines of each element (Durkan et al. 2019)',
  splines,
  'inverse',
  splineTransform,
);
