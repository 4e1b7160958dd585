import { Normal, type PriorConfig } from '@helmholtz/core';
import type { Tensor } from '@tensorflow/tfjs-core';

import { Divergence, type DivergenceConfig } from './divergence.js';
import { type LayerConfig, register } from './layer.js';

/**
 * KL(N(loc, exp(logVariance)), p(z)) of a diagonal Gaussian posterior. Called on [loc, logVariance], each
 * [batch, ...event], it returns them unchanged. With a conditional prior it is called on
 * [loc, logVariance, priorLoc, priorLogVariance].
 *
 * With the standard normal prior it is -1/2 sum(1 + logVariance - loc^2 - exp(logVariance)) (Kingma and Welling 2014,
 * appendix B).
 */
export class KLDivergence extends Divergence {
  static readonly className = 'KLDivergence';
  readonly posteriorParameters = 2;

  posterior([loc, logVariance]: readonly Tensor[]): Normal {
    return Normal.fromLogVariance(loc!, logVariance!);
  }

  protected conditionalPrior(parameters: readonly Tensor[]): Normal {
    return this.posterior(parameters);
  }
}

register(KLDivergence);

export interface KLDivergenceOptions extends LayerConfig {
  /** The latent variable's name; `z` unless given. */
  readonly variable?: string;
  /** p(z); standard normal unless given. `conditionalPrior` for a Gaussian that other latents decide. */
  readonly prior?: PriorConfig;
}

/** The KL-divergence layer: `klDivergence().apply([loc, logVariance])`. */
export function klDivergence({
  variable = 'z',
  name = `${variable}_kl`,
  prior = { name: 'standardNormal' },
  ...config
}: KLDivergenceOptions = {}): KLDivergence {
  return new KLDivergence({
    ...config,
    name,
    variable: { name: variable },
    prior,
  } satisfies DivergenceConfig);
}
