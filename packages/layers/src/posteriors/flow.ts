import { posteriorPart, scaleForm } from '@helmholtz/core';
import { orderedParameters } from '@helmholtz/distributions';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { DrawWithLogProb } from '../draw-with-log-prob.js';
import { conditionalFlow } from '../flows/flow-parameters.js';
import { cheapFlow, stepsOption } from '../flows/steps-option.js';
import { latent as latentLayer } from '../latent.js';
import { noiseInput } from '../noise-input.js';
import { withDivergenceAtDraw } from '../with-divergence.js';

/**
 * q(z given x) of a normalizing flow (Rezende and Mohamed 2015): z_0 ~ N(loc(x), scale(x)^2), then
 * steps z_k = f_k(z_(k-1)),
 *
 *     log q(z_K given x) = log q(z_0 given x) - sum over k of log |det df_k / dz_(k-1)|
 *
 * Features are added to the weights of steps that are amortized: to all of planar's, to the first
 * layer of an autoregressive network's. The KL divergence is estimated at the draws. Path gradients
 * take a flow whose inverse is cheap.
 *
 * @example
 * ```ts
 * import { constantPrior } from '@helmholtz/core';
 * import { flowPosterior } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const prior = constantPrior('standardNormal');
 * const latent = { variable: 'z', size: 2, prior, noise: 'standardNormal' };
 * const options = flowPosterior.options.parse({ steps: [{ name: 'planar', repeat: 4 }] });
 * console.log(flowPosterior.sample(input({ shape: [16] }), latent, options).shape); // [ null, 2 ]
 * ```
 */
export const flowPosterior = posteriorPart({
  name: 'flow',
  description: 'a normalizing flow from a diagonal normal distribution; steps: 8 planar ones by default',
  options: z.strictObject({ steps: stepsOption([{ name: 'planar', repeat: 8 }]), scale: scaleForm }),
  noise: 'standardNormal',
  sample(features, { variable, size, prior, noise }, { steps, scale }) {
    const flow = cheapFlow(steps, 'forward', `The posterior of "${variable}"`);
    const distribution = conditionalFlow(flow, features, { name: variable, size, scale });
    const { family, parameters } = distribution;
    const ordered = orderedParameters(`the posterior of "${variable}"`, family, parameters);
    const epsilon = noiseInput({ shape: [size], name: `${variable}_noise`, variable, source: noise });
    const draw = new DrawWithLogProb({ name: `${variable}_draw`, family: { name: family } });
    const [value, logProb] = draw.apply([...ordered, epsilon]) as [SymbolicTensor, SymbolicTensor];
    const elsewhere = flow.cheap.includes('inverse') ? distribution : undefined;
    const passedOn = withDivergenceAtDraw({ variable, family, value, logProb, prior, elsewhere });
    return latentLayer({ variable }).apply(passedOn) as SymbolicTensor;
  },
});
