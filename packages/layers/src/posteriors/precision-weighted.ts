import { HelmholtzError } from '@helmholtz/base';
import { type Prior, posteriorPart, scaleForm } from '@helmholtz/core';
import { type Tensor, add, mul, sigmoid, softplus, sub } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { CallOptions, Shape } from '../layer.js';
import { normalDraw } from '../normal-draw.js';
import { normalParameters } from '../normal-parameters.js';

/**
 * Layer that computes the normalized product of two normal densities: precisions add, and weight
 * the locations (Sønderby et al. 2016, equations 11 and 12).
 *
 * Inputs: loc1, logVariance1, loc2 and logVariance2. Outputs: loc and logVariance. All are [batch,
 * ...event].
 *
 *     1 / variance = 1 / variance1 + 1 / variance2
 *     loc / variance = loc1 / variance1 + loc2 / variance2
 */
export class PrecisionWeighted extends layers.Layer {
  static readonly className = 'PrecisionWeighted';
  static readonly description =
    'the product of two normal densities: precisions add, and weight the locations';

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    return (inputShape as Shape[]).slice(0, 2);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const [loc1, logVariance1, loc2, logVariance2] = inputs as [Tensor, Tensor, Tensor, Tensor];
    // Ratios neither overflow nor vanish for extreme variances.
    const logRatio = sub(logVariance1, logVariance2);
    const share1 = sigmoid(sub(logVariance2, logVariance1));
    return [add(loc2, mul(share1, sub(loc1, loc2))), sub(logVariance1, softplus(logRatio))];
  }
}

const options = z.strictObject({ scale: scaleForm });

/**
 * Posterior of the ladder VAE (Sønderby et al. 2016): a normal distribution from the features,
 * combined with the prior by precision. A constant prior, as of the top latent, is ignored.
 */
export const precisionWeightedPosterior = posteriorPart({
  name: 'precisionWeighted',
  description: 'a normal distribution from the features, combined with the prior by precision (ladder VAE)',
  options,
  noise: 'standardNormal',
  weighsPrior: true,
  sample(features, variable, { scale }) {
    const { variable: name, size, prior } = variable;
    const ofPrior = normalPrior(name, prior);
    if (!ofPrior) return normalDraw(normalParameters(features, { name, size, scale }), variable);
    const { loc, logVariance } = normalParameters(features, { name: `${name}_bottom_up`, size, scale });
    const layer = new PrecisionWeighted({ name: `${name}_precision_weighted` });
    const weighted = layer.apply([loc, logVariance, ofPrior['loc']!, ofPrior['logVariance']!]);
    const [weightedLoc, weightedLogVariance] = weighted as [SymbolicTensor, SymbolicTensor];
    return normalDraw({ loc: weightedLoc, logVariance: weightedLogVariance }, variable);
  },
});

function normalPrior(variable: string, prior: Prior): Readonly<Record<string, SymbolicTensor>> | undefined {
  if (prior.kind === 'afterDraw') {
    throw new HelmholtzError('graph', `The prior of "${variable}" depends on its draw.`, {
      hint: 'The posterior "precisionWeighted" needs the prior before the draw. Set recognition: topDown.',
    });
  }
  if (prior.kind !== 'conditional') return undefined;
  const { family, parameters } = prior.distribution;
  if (family === 'normal') return parameters;
  throw new HelmholtzError('graph', `The prior of "${variable}" has the family "${family}".`, {
    hint: 'The posterior "precisionWeighted" needs a normal prior. Choose another posterior.',
  });
}
