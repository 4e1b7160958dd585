import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { Distribution } from './distribution.js';
import { realLine } from './support.js';

/**
 * Distribution without a density, of which only draws are known: noise that a network maps to a
 * value. A ratio estimator compares its draws with those of another distribution.
 *
 * @example
 * ```ts
 * import { ImplicitDistribution } from '@helmholtz/distributions';
 *
 * console.log(new ImplicitDistribution(1).hasLogProb); // false
 * ```
 */
export class ImplicitDistribution extends Distribution {
  readonly family = 'implicit';
  readonly noise = 'standardNormal';
  readonly support = realLine;
  override readonly hasLogProb = false;

  /** @param eventRank number of axes of a value without samples and batch. They form one event. */
  constructor(override readonly eventRank: number) {
    super();
  }

  logProb(): Tensor {
    throw new HelmholtzError('graph', 'An implicit distribution has no density.', {
      hint: 'Estimate its ratio to another density, as the objective adversarialVariationalBayes does.',
    });
  }

  sample(): Tensor {
    throw new HelmholtzError(
      'graph',
      'An implicit distribution is known by the draws of its network alone.',
      {
        hint: 'A draw is the value of the latent: model.terms().latents[0].value.',
      },
    );
  }
}
