import { HelmholtzError, itemAt } from '@helmholtz/base';
import { conditionalPriorPart, priorPart, type SymbolicDistribution, scaleForm } from '@helmholtz/core';
import { flowFamilyName } from '@helmholtz/distributions';
import { z } from 'zod';

import { conditionalFlow, flowWeights } from '../flows/flow-parameters.js';
import { cheapFlow, stepsOption } from '../flows/steps-option.js';

/**
 * p(z) of a normalizing flow with weights of its own: u ~ N(0, I), z = f(u). The density of a draw
 * of the posterior takes the inverse of f, a sample of the model f itself.
 *
 * @example
 * ```ts
 * import { flowPrior } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [loc, logVariance] = [input({ shape: [2] }), input({ shape: [2] })];
 * const posterior = { family: 'normal', parameters: { loc, logVariance } };
 * const prior = flowPrior.build(posterior, 'z', flowPrior.options.parse({}));
 * console.log(prior.family); // flow(standardNormal, affineCoupling x4)
 * ```
 */
export const flowPrior = priorPart({
  name: 'flow',
  description: 'a normalizing flow from N(0, I), learned; steps: 4 of affineCoupling by default',
  options: z.strictObject({ steps: stepsOption([{ name: 'affineCoupling', repeat: 4 }]) }),
  build(posterior, variable, { steps }): SymbolicDistribution {
    const flow = cheapFlow(steps, 'inverse', `The prior of "${variable}"`);
    const on = posterior.value ?? itemAt(Object.values(posterior.parameters), 0);
    // The first parameter of a mixture has an element for each component, not for each of z.
    const { loc = on } = posterior.family === 'normalMixture' ? posterior.parameters : {};
    const size = loc.shape.at(-1)!;
    if (on.rank !== 2) throw notVectors(variable, on.shape.slice(1));
    const weights = flowWeights(flow, { name: `${variable}_prior`, size, on });
    return {
      family: flowFamilyName('standardNormal', flow),
      parameters: weights ? { weights } : {},
    };
  },
});

/**
 * p(z given others) of a normalizing flow, whose base and amortized weights features of the others
 * decide.
 *
 * @example
 * ```ts
 * import { conditionalFlowPrior } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const options = conditionalFlowPrior.options.parse({ steps: ['radial'] });
 * const latent = { name: 'z1_prior', size: 2 };
 * const prior = conditionalFlowPrior.build(input({ shape: [8] }), latent, options);
 * console.log(prior.family); // flow(normal, radial)
 * ```
 */
export const conditionalFlowPrior = conditionalPriorPart({
  name: 'flow',
  description:
    'a normalizing flow, its base from features of other latents; steps: 4 of affineCoupling by default',
  options: z.strictObject({ steps: stepsOption([{ name: 'affineCoupling', repeat: 4 }]), scale: scaleForm }),
  build: (features, latent, { steps, scale }) =>
    conditionalFlow(cheapFlow(steps, 'inverse', `The prior "${latent.name}"`), features, {
      ...latent,
      scale,
    }),
});

function notVectors(variable: string, shape: readonly (number | null)[]): HelmholtzError {
  return new HelmholtzError('usage', `The latent "${variable}" has the shape [${shape.join(', ')}].`, {
    hint: 'The prior "flow" is of vectors: choose a posterior of vectors, such as normal.',
  });
}
