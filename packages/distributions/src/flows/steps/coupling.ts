import { HelmholtzError } from '@helmholtz/base';
import { z } from 'zod';

import { coupling } from '../../bijectors/coupling.js';
import { flowStep } from '../flow-step.js';
import {
  type NetworkOptions,
  type StepNetwork,
  networkOptions,
  networkOutput,
  networkParameters,
} from '../network.js';
import {
  type ElementTransform,
  additiveTransform,
  affineTransform,
  splineOptions,
  splineTransform,
} from '../transform.js';

/**
 * A step by which the first half of a vector decides, through a network, the transformation of the
 * second.
 */
function couplingStep<const Name extends string, Options extends z.ZodType<NetworkOptions>>(
  name: Name,
  description: string,
  options: Options,
  transformOf: (options: z.output<Options>) => ElementTransform,
) {
  const networkOf = (size: number, given: z.output<Options>): StepNetwork => {
    if (size < 2) throw tooShort(name);
    const unchangedCount = Math.ceil(size / 2);
    return {
      inputs: unchangedCount,
      hidden: given.hidden,
      outputs: (size - unchangedCount) * transformOf(given).numbers,
    };
  };
  return flowStep({
    name,
    description,
    options,
    cheap: ['forward', 'inverse'],
    ordered: true,
    parameters: (size, given) => networkParameters(networkOf(size, given), given.amortized),
    bijector(parameters, given, size) {
      const network = networkOf(size, given);
      const { bijector } = transformOf(given);
      const transform = (kept: Parameters<typeof networkOutput>[1]) =>
        bijector(networkOutput(parameters, kept, network));
      return coupling({ kept: network.inputs, transform });
    },
  });
}

function tooShort(name: string): HelmholtzError {
  return new HelmholtzError('usage', `The flow step "${name}" cannot transform vectors of one element.`, {
    hint: 'One half of a vector transforms the other. Use at least two dimensions, or another step, such as planar.',
  });
}

export const affineCouplingStep = couplingStep(
  'affineCoupling',
  'half of a vector shifts and scales the other (RealNVP, Dinh et al. 2017)',
  z.strictObject(networkOptions),
  () => affineTransform,
);

export const additiveCouplingStep = couplingStep(
  'additiveCoupling',
  'half of a vector shifts the other, volume-preserving (NICE, Dinh et al. 2014)',
  z.strictObject(networkOptions),
  () => additiveTransform,
);

export const splineCouplingStep = couplingStep(
  'splineCoupling',
  'half of a vector parameterizes rational-quadratic splines of the other (Durkan et al. 2019)',
  z.strictObject({ ...splineOptions, ...networkOptions }),
  splineTransform,
);
