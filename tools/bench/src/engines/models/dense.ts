import { mean, neg, relu, add } from '@tensorflow/tfjs-core';

import type { DenseVae } from '../../work/work.js';
import type { Loss } from './loss.js';
import { bernoulliLogLikelihood, dense, reparameterize, stack, standardNormalKl } from './parts.js';

export function denseLoss({ hidden }: DenseVae): Loss {
  return (weights, x, [noise]) => {
    const encoded = stack(weights, 'encoder', x, hidden.length, relu);
    const loc = dense(weights, 'loc', encoded);
    const logVariance = dense(weights, 'logVariance', encoded);
    const z = reparameterize(loc, logVariance, noise!);
    const logits = dense(weights, 'logits', stack(weights, 'decoder', z, hidden.length, relu));
    return add(neg(mean(bernoulliLogLikelihood(x, logits))), standardNormalKl(loc, logVariance));
  };
}
