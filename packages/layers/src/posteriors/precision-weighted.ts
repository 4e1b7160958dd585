import { HelmholtzError } from '@helmholtz/base';
import { type Prior, posteriorPart, scaleForm } from '@helmholtz/core';
import { type Tensor, add, mul, sigmoid, softplus, sub } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { CallOptions, Shape } from '../layer.js';
import { normalDraw } from '../normal-draw.js';
import { normalParameters } from '../normal-parameters.js';

/**
 * The product of two normal densities, normalized, from [loc1, logVariance1, loc2, logVariance2] to [loc, logVariance],
 * [batch, ...event] each: precisions add, and locations are weighed by them (Sønderby et al. 2016, equations 11 and 12).
 *
 *     1 / variance = 1 / variance1 + 1 / variance2,   loc / variance = loc1 / variance1 + loc2 / variance2
 */
export class PrecisionWeighted extends layers.Layer {
  static readonly className = 'PrecisionWeighted';
  static readonly description =
    'the product of two normal densities: precisions add, locations are weighed by them';

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    return (inputShape as Shape[]).slice(0, 2);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const [loc1, logVariance1, loc2, logVariance2] = inputs as [Tensor, Tensor, Tensor, Tensor];
    // Ratios alone, which neither overflow nor vanish where a variance is extreme.
    const logRatio = sub(logVariance1, logVariance2);
    const share1 = sigmoid(sub(logVariance2, logVariance1));
    return [add(loc2, mul(share1, sub(loc1, loc2))), sub(logVariance1, softplus(logRatio))];
  }
}

const options = z.strictObject({ scale: scaleForm });

/**
 * q(z given x, and what is above z) as in the ladder VAE (Sønderby et al. 2016): what the features say of z, weighed with
 * what its prior says. A prior without parameters in the graph, as that of the top latent, is not weighed in.
 */
export const precisionWeightedPosterior = posteriorPart({
  name: 'precisionWeighted',
  description: 'normal: what the features say of a latent, weighed by precision with what its prior says',
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
    throw new HelmholtzError('graph', `The prior of "${variable}" is only known once it has been drawn.`, {
      hint: 'The posterior "precisionWeighted" weighs it in before: draw from the top, recognition: topDown.',
    });
  }
  if (prior.kind !== 'conditional') return undefined;
  const { family, parameters } = prior.distribution;
  if (family === 'normal') return parameters;
  throw new HelmholtzError('graph', `The prior of "${variable}" is of the family "${family}".`, {
    hint: 'The posterior "precisionWeighted" takes a normal prior; choose another posterior.',
  });
}
