import { HelmholtzError } from '@helmholtz/base';
import { hasRole, priorPart, type SymbolicDistribution } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { callAgain } from '../call-again.js';
import { parameter } from '../parameter.js';
import { PseudoInputs } from '../pseudo-inputs.js';

const options = z.strictObject({
  components: z.int().min(1).max(10_000).default(500).describe('number of learned pseudo-inputs, K'),
});

/**
 * VampPrior (Tomczak and Welling 2018, equation 9): a mixture of the posteriors at K learned
 * pseudo-inputs u, with the weights of the recognition network.
 *
 *     p(z) = 1/K sum over k of q(z | u_k)
 *
 * A pseudo-input replaces every input of the posterior: x and its conditions, or other latents,
 * such as z1 in q(z2 | z1).
 */
export const vampPrior = priorPart({
  name: 'vampPrior',
  description:
    'the mixture of the posteriors at learned pseudo-inputs; components: their number, 500 by default',
  options,
  build(posterior, variable, { components }): SymbolicDistribution {
    const { loc, logVariance } = normalParametersOf(posterior, variable);
    const pseudoInputs = new Map<number, SymbolicTensor>();
    const standIn = (tensor: SymbolicTensor): SymbolicTensor | undefined => {
      const { sourceLayer: layer, shape } = tensor;
      if (hasRole(layer, 'noise')) throw beside(variable, layer.name);
      if (!hasRole(layer, 'latent') && tensor.inputs.length > 0) return undefined;
      const name = `${variable}_prior_pseudo_${layer.name}`;
      const create = (): SymbolicTensor =>
        new PseudoInputs({ name, count: components, shape: shape.slice(1) as number[] }).apply(
          tensor,
        ) as SymbolicTensor;
      if (!pseudoInputs.has(tensor.id)) pseudoInputs.set(tensor.id, create());
      return pseudoInputs.get(tensor.id);
    };
    const [locs, logVariances] = callAgain([loc, logVariance], standIn);
    const weights = { name: `${variable}_prior_logits`, shape: [components], trainable: false };
    const logits = parameter(weights).apply(loc) as SymbolicTensor;
    return { family: 'normalMixture', parameters: { logits, loc: locs!, logVariance: logVariances! } };
  },
});

function normalParametersOf({ family, parameters }: SymbolicDistribution, variable: string) {
  const { loc, logVariance } = parameters;
  if (family === 'normal') return { loc: loc!, logVariance: logVariance! };
  throw new HelmholtzError('graph', `The posterior of "${variable}" has the family "${family}".`, {
    hint: 'The prior "vampPrior" is a mixture of normal distributions. Choose the posterior "normal".',
  });
}

function beside(variable: string, noise: string): HelmholtzError {
  return new HelmholtzError('graph', `The posterior of "${variable}" depends on the noise "${noise}".`, {
    hint: 'The prior "vampPrior" supports posteriors of data and named latents. Pass the draw through latent({ variable }).',
  });
}
